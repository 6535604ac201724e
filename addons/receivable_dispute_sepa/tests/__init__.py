from . import test_contested, test_mandate_of_plan, test_portal
