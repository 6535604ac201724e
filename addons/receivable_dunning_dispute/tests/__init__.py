from . import test_answers, test_calls_and_replies, test_demo_sum, test_rights, test_said_paid, test_texts
