"""Every value, block and condition that a text may name, with its meaning. Pure data.

The meanings are shown beside the editor. ``_`` only marks them for translation: the model
translates them when it shows them.
"""


def _(text: str) -> str:
    return text


VALUES = {
    # who
    "payer": _("Legal name of the payer"),
    "payer address": _("Postal address of the payer"),
    "contact": _("First and last name of the billing contact, without title"),
    "account": _("Our customer number, never a name"),
    "company": _("Our company"),
    "company legal line": _("Our form, capital, registration, VAT number and address"),
    "collector": _("The person in charge, who signs"),
    "role": _("Role of the person in charge"),
    "phone": _("Phone of the person in charge"),
    "reply address": _("E-mail address of the person in charge"),
    "place": _("Our town, at the head of a letter"),
    # what is owed
    "total due": _("What this message asks for, credits deducted; currencies are never added up"),
    "oldest due date": _("The oldest due date among the items asked for"),
    "days late": _("Days since the oldest due date, with its unit"),
    "credits": _("Credit notes and payments on account already deducted"),
    "invoice": _("Number of the invoice, when there is only one"),
    "invoice date": _("Date of the invoice, when there is only one"),
    "due date": _("Due date of the invoice, when there is only one"),
    "order": _("The payer's order number"),
    "not due": _("Statement: what is not due yet"),
    "overdue": _("Statement: what is overdue"),
    "balance": _("Statement: the balance"),
    # when
    "date": _("Today"),
    "deadline": _("Last day asked for, with its weekday"),
    "delay": _("The time left until the deadline, in days"),
    "last message date": _("Date of the last message really sent"),
    "earlier dates": _("Dates of all earlier messages really sent"),
    "payments known until": _("Date of the last bank statement read"),
    # how to pay
    "payment link": _("Payment page, on our own domain"),
    "portal link": _("Customer space, on our own domain"),
    "short link": _("Payment page, short enough to be typed"),
    "IBAN": _("Our bank account"),
    "BIC": _("Our bank"),
    "payment reference": _("Reference that our matching reads"),
    # what the delay costs
    "principal": _("The items alone, without charges"),
    "interest": _("Late-payment interest claimed"),
    "indemnity": _("Fixed recovery costs claimed"),
    "grand total": _("Items, interest and fixed recovery costs"),
    "penalty rate": _("Yearly rate of the late-payment interest"),
    "legal basis": _("Legal basis of the charges"),
    "indemnity each": _("Fixed recovery costs per invoice"),
    "invoices late": _("Number of invoices that carry the fixed costs"),
    "daily interest": _("Interest that each further day adds"),
    # thanks and promises
    "paid amount": _("What was received"),
    "paid date": _("Day on which it was received"),
    "promised amount": _("Amount promised"),
    "promised date": _("Date promised"),
    "received": _("Part of the promise that was received"),
    # disputes, credit notes, plans
    "dispute": _("Number of the dispute"),
    "reason": _("Reason of the dispute or credit note, in words"),
    "owner": _("Who looks into the dispute"),
    "answer date": _("Date by which we answer"),
    "disputed amount": _("Part in dispute"),
    "undisputed amount": _("Part not in dispute"),
    "accepted amount": _("Part of the dispute that we accept"),
    "credit note": _("Number of the credit note"),
    "credit amount": _("Amount of the credit note"),
    "remaining": _("What is left to pay"),
    "plan": _("Number of the payment plan"),
    "instalment": _("Amount of the instalment"),
    "valid until": _("Last day of validity"),
    "cure delay": _("Days left to make up for a missed instalment"),
    # direct debit
    "RUM": _("Unique mandate reference"),
    "ICS": _("SEPA creditor identifier"),
    "masked IBAN": _("The payer's account, masked"),
    "debit date": _("Day of the debit"),
    "debit amount": _("Amount of the debit"),
    "new debit date": _("Day of the second presentation"),
    # paper and law
    "tracking number": _("Number of the registered letter"),
    "mediator": _("Our consumer mediator, with the address"),
    "privacy link": _("Where the payer reads about and exercises the rights on personal data"),
    # typed by the sender: empty, the message is not sendable
    "explanation": _("Typed by the sender: the explanation"),
    "explanation accepted": _("Typed by the sender: why we accept"),
    "explanation refused": _("Typed by the sender: why we maintain"),
    "documents": _("Typed by the sender: the documents enclosed"),
    "second reader": _("Typed by the sender: who examines again"),
    "contract clause": _("Typed by the sender: the clause recalled"),
    "condition": _("Typed by the sender: the condition set"),
    # internal mails
    "salesperson": _("Salesperson"),
    "quote": _("Order number"),
    "quote amount": _("Amount of the order"),
    "reasons": _("Reasons of a credit decision"),
    "what would pass": _("What would let the order through"),
    "messages": _("Number of messages planned"),
    "to approve": _("Number of messages to approve"),
    "hour": _("Hour of sending"),
    "asks": _("What is asked of the salesperson"),
    "thanks list": _("Customers who paid last week"),
    "SIREN": _("Registration number of the payer"),
    "procedure": _("Insolvency procedure"),
    "judgment date": _("Date of the judgment"),
    "publication date": _("Date of the legal notice"),
    "notice link": _("The legal notice"),
    "representative": _("Court-appointed representative"),
    "claim deadline": _("Last day to lodge our claim"),
    "retention": _("Goods under retention of title"),
    "cover": _("Insurance cover"),
    "cover deadline": _("Last day to declare to the insurer"),
}

BLOCKS = {
    "items table": _("Table of the open items"),
    "greeting": _("Greeting"),
    "close": _("Closing words, name, role and phone"),
    "how to pay": _("Ways to pay, with the button in an e-mail"),
    "credits line": _("Credits already deducted, if any"),
    "if paid": _("Payments known until, and thanks if already paid"),
    "if problem": _("How to disagree or ask"),
    "charges line": _("Charges recalled or claimed; never for a private person"),
    "footer": _("Legal line and privacy, added at the foot of every message"),
    "button": _("Button to the payment page, in an e-mail"),
    "plan table": _("Table of the instalments"),
    "debit table": _("Table of the coming debits"),
    "sales table": _("Internal: the salesperson's customers"),
    "planned table": _("Internal: messages planned"),
    "held table": _("Internal: messages held back"),
}

OPTIONAL = frozenset(
    {
        "contact",
        "order",
        "credits",
        "not due",
        "IBAN",
        "BIC",
        "interest",
        "indemnity",
        "penalty rate",
        "legal basis",
        "indemnity each",
        "invoices late",
        "daily interest",
        "tracking number",
        "contract clause",
    }
)
"""Values that may be empty: their line goes with them, and their name is a condition."""

CONDITIONS = {
    "mail": _("The message is an e-mail"),
    "letter": _("The message is a letter"),
    "private": _("The payer is a private person"),
    "gentle": _("The tone of the text is gentle"),
    "suspend": _("The scenario suspends orders next"),
    "agency": _("The scenario hands over to a collection agency next"),
    "court": _("The scenario goes to court next"),
    "recalled": _("Charges are recalled"),
    "claimed": _("Charges are claimed"),
    "clause": _("A clause of the contract is recalled"),
    "mediation": _("The French business mediator may be asked: payer and creditor are French companies"),
    "help": _("A budget advice point may be named: a private person in France"),
    "none": _("Nothing of the promise was received"),
    "partial": _("A part of the promise was received"),
    "undisputed": _("A part is not in dispute"),
    "balance": _("Something is left to pay"),
    "applied": _("The credit note is set against an invoice"),
    "on account": _("The credit note stays on the account"),
    "refund": _("The credit note is refunded"),
    "interest kept": _("The plan keeps late-payment interest"),
    "interest waived": _("The plan waives late-payment interest"),
    "core": _("SEPA CORE mandate"),
    "b2b": _("SEPA B2B mandate"),
    "named": _("The bank's reason may be named"),
    "again": _("The debit is presented again"),
    "stale": _("The last bank statement is old"),
    "natural person": _("The customer is a natural person"),
    "condition": _("The release has a condition"),
}

SUBJECT = frozenset(
    {
        "company",
        "account",
        "invoice",
        "due date",
        "date",
        "deadline",
        "dispute",
        "plan",
        "credit note",
        "debit date",
    }
)
"""Values that a subject may show (letters 2.1): no amount, no level, no name of a person."""

SENTENCES = {
    "value": _("Line %(line)s: {{%(mark)s}} is not a value that a text can show."),
    "value_near": _("Line %(line)s: {{%(mark)s}} is not a value that a text can show. Did you mean {{%(hint)s}}?"),
    "condition": _("Line %(line)s: “%(mark)s” is not a condition that a text can ask."),
    "condition_near": _("Line %(line)s: “%(mark)s” is not a condition that a text can ask. Did you mean “%(hint)s”?"),
    "unclosed": _("Line %(line)s: %(mark)s is opened and not closed."),
    "stray": _("Line %(line)s: %(mark)s stands alone."),
    "subject_value": _("Subject: {{%(mark)s}} cannot be shown there; a subject names no amount and no person."),
    "subject_mark": _("Subject: %(mark)s cannot be used there."),
    "subject_line": _("Subject: it must be a single line."),
}

THREATS = ("saisie", "huissier", "sommation", "commandement", "poursuites pénales", "bailiff", "seizure", "prosecut")
"""Never written in any text (letters 1.2)."""

PRIVATE_WORDS = ("impayé", "retard", "relance", "dette", "contentieux", "mise en demeure", "overdue", "unpaid", "debt", "final notice")
"""Never in a subject that a natural person's mailbox shows (letters 1.2)."""

NEXT_STEP = _("a true next step: suspension, agency or court")
"""What is missing of a formal notice that announces nothing."""
