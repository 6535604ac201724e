"""The log of requests is kept for long and read by many: no private link is opened from it."""

import logging

from odoo.addons.receivable.logic.masked_log import SecretFilter

logging.getLogger("werkzeug").addFilter(SecretFilter())
