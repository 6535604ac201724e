{
    "name": "Sale Receivable",
    "summary": "Salespeople see the risk, and credit is decided when the order is confirmed",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable", "sale"],
    "data": [
        "security/ir.model.access.csv",
        "security/sale_receivable_rules.xml",
    ],
    "auto_install": True,
}
