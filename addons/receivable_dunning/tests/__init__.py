from . import test_decisions, test_dunning_template, test_gate, test_letters_and_calls, test_outbox, test_screens, test_timeline
