from . import receivable_dispute, receivable_payment_plan, sepa_return
