{
    "name": "Receivable Dunning SEPA",
    "summary": "Customers are asked to sign, told before each debit, and written to when one comes back; reminders know of it",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable", "receivable_dunning", "receivable_sepa"],
    "auto_install": True,
    "data": [
        "data/dunning_template_data.xml",
        "views/sepa_debit_views.xml",
        "views/sepa_mandate_views.xml",
    ],
}
