{
    "name": "Sale Receivable Stock",
    "summary": "Credit is looked at once more before a delivery leaves",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Encaisse",
    "license": "LGPL-3",
    "depends": ["receivable", "sale_receivable", "sale_stock"],
    "data": [
        "data/ir_actions_data.xml",
        "views/res_config_settings_views.xml",
        "views/stock_picking_views.xml",
    ],
    "auto_install": True,
}
