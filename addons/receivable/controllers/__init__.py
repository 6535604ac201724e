from . import ledger_import, portal_page, statement
