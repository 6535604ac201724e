from . import (
    test_booking,
    test_collection,
    test_mandate,
    test_mandate_life,
    test_mandate_signature,
    test_portal_mandates,
    test_portal_signing,
    test_return,
    test_return_consequences,
    test_return_samples,
)
