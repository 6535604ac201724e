from . import ledger_import, portal_page, request_log, statement
