from . import test_events, test_holds, test_open_items
