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
        "security/ir.model.access.csv",
        "security/sepa_collection_rules.xml",
        "data/account_payment_method_data.xml",
        "security/sepa_return_rules.xml",
        "data/sepa_return_reason_data.xml",
    ],
}
