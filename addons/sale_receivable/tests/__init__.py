from . import (
    test_customers_doors,
    test_gate,
    test_offers,
    test_orders_in_the_exposure,
    test_releases,
    test_rights,
    test_two_at_once,
    test_verdict,
)
