from . import credit_release, res_company, res_config_settings, sale_order, sale_order_screen
