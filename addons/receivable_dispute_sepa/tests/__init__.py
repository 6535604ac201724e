from . import test_collection_gate, test_contested, test_mandate_of_plan, test_portal
