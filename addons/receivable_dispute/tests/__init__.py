from . import test_dispute, test_promise, test_rights
