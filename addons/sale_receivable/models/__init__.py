from . import (
    credit_release,
    receivable_demo,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_mail,
    sale_order_screen,
    sale_week,
    sale_week_line,
)
