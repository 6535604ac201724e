{
    "name": "Receivable",
    "summary": "Who pays how, who owes what, and why nobody should be written to today: the kernel of credit management",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["account_payment"],
    "external_dependencies": {"python": ["holidays", "openpyxl", "xlsxwriter"]},
    "data": [
        "security/receivable_security.xml",
        "security/ir.model.access.csv",
        "security/receivable_rules.xml",
        "data/payer_profile_data.xml",
        "data/ir_cron_data.xml",
    ],
    "post_init_hook": "post_init_hook",
}
