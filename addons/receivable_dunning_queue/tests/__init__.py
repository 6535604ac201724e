from . import test_background, test_rights
