from . import test_delivery, test_rights
