from . import test_orders_in_the_exposure, test_verdict
