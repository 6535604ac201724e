from . import balance, forms, link, paid, payment, plan, problem, promise, visitor
