from . import balance, forms, link, payment, plan, problem, promise, visitor
