{
    "name": "Receivable Dispute",
    "summary": "Disputes, promises to pay and payment plans: what is contested or agreed is left alone, the rest goes on",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable", "account_payment", "portal"],
    "data": [
        "security/ir.model.access.csv",
        "security/receivable_dispute_rules.xml",
        "data/ir_sequence_data.xml",
        "data/receivable_dispute_reason_data.xml",
        "data/ir_cron_data.xml",
        "report/receivable_payment_plan_report.xml",
    ],
}
