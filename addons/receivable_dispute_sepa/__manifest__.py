{
    "name": "Receivable Dispute SEPA",
    "summary": "A contested direct debit opens a dispute; a payment plan may ask for a mandate",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable_dispute", "receivable_sepa"],
    "auto_install": True,
    "data": [
        "data/receivable_dispute_reason_data.xml",
        "views/portal_contest.xml",
        "views/receivable_dispute_views.xml",
        "views/receivable_payment_plan_views.xml",
    ],
}
