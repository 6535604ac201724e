from . import ledger_import, statement
