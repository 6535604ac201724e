{
    "name": "Receivable Dunning Queue",
    "summary": "The night of a large ledger in slices of payers, over workers and hosts (OCA queue_job)",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable", "receivable_dunning", "queue_job"],
    "auto_install": True,
    "data": [
        "data/queue_job_data.xml",
        "data/ir_cron_data.xml",
        "views/dunning_run_views.xml",
        "views/res_config_settings_views.xml",
    ],
}
