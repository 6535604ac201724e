"""The texts of direct debits, by what they are for."""

REQUEST = "mandate_request"
ONE_OFF = "prenotification_one_off"
SCHEDULE = "prenotification_recurrent"
RETURNED = {"funds": "debit_returned_funds", "account": "debit_returned_account", "refused": "debit_returned_refused"}
RELEASE = {"refused": "approve"}  # a person looks at what the customer refuses
