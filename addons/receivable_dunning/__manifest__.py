{
    "name": "Receivable Dunning",
    "summary": "Prevenance, reminders, formal notice and thanks: one message, to the right payer, at the right time",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable"],
    "external_dependencies": {"python": ["babel", "holidays", "qrcode"]},
    "data": [
        "security/receivable_dunning_security.xml",
        "security/ir.model.access.csv",
        "data/dunning_template_data.xml",
        "report/dunning_letter_report.xml",
        "views/dunning_template_views.xml",
    ],
}
