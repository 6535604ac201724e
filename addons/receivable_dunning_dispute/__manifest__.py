{
    "name": "Receivable Dunning Dispute",
    "summary": "Customers hear what becomes of their dispute, promise or plan; calls and replies open them in one click",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable", "receivable_dunning", "receivable_dispute"],
    "auto_install": True,
    "data": [
        "data/dunning_template_data.xml",
        "views/dunning_reply_views.xml",
        "views/receivable_dispute_views.xml",
        "views/receivable_promise_views.xml",
        "views/receivable_todo_views.xml",
        "wizards/receivable_dispute_decide_views.xml",
    ],
}
