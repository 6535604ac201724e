from . import receivable_dispute_decide
