{
    "name": "Receivable SEPA",
    "summary": "SEPA direct debit from signature to return: mandates, pre-notification, bank files, booking, returned debits",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable", "account_payment", "portal"],
    "data": [
        "security/receivable_sepa_security.xml",
    ],
}
