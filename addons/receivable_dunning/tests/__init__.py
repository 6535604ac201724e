from . import test_dunning_template
