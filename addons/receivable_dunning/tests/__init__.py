from . import test_dunning_template, test_outbox, test_timeline
