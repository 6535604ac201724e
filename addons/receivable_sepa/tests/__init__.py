from . import (
    test_booking,
    test_collection,
    test_mandate,
    test_return,
    test_return_consequences,
    test_return_samples,
)
