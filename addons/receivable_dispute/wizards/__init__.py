from . import receivable_dispute_decide, receivable_plan_allow, receivable_plan_signed
