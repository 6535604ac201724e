from . import test_demo_debits, test_notices, test_requests, test_returned, test_rights, test_story, test_texts
