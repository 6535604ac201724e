from . import test_gate, test_orders_in_the_exposure, test_verdict
