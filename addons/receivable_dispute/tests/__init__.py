from . import (
    test_access,
    test_borders,
    test_dispute,
    test_payment_plan,
    test_portal_access,
    test_portal_payment,
    test_portal_plan,
    test_portal_problem,
    test_portal_promise,
    test_portal_tours,
    test_promise,
    test_rights,
)
