from . import stop_link
