"""What Encaisse promises, what keeps each promise, and the test that fails when that guard is switched off.

``docs/guarantees.md`` tells the same to people; ``tests/test_guards.py`` keeps the three together;
``tests/guards/prove.py`` switches the guards off, one by one, and watches the tests fail.
"""

from typing import NamedTuple

KERNEL, DUNNING = "receivable", "receivable_dunning"
DISPUTE, SEPA, DISPUTED_DEBITS = "receivable_dispute", "receivable_sepa", "receivable_dispute_sepa"


class Text(NamedTuple):
    """A guard switched off in the code: these words, which occur once in the file, are replaced."""

    file: str  # below addons/
    before: str
    after: str


class Sql(NamedTuple):
    """A guard switched off in the database."""

    statement: str


class Guard(NamedTuple):
    promise: str
    guard: str
    addon: str
    test: str
    off: tuple


MODELS = f"{DUNNING}/models"
OUTBOX = f"{MODELS}/dunning_outbox.py"
GATE = f"{MODELS}/dunning_action_gate.py"
DEBITS = f"{SEPA}/models"
RELEASE = f"{DEBITS}/sepa_collection_release.py"
BOOKING = f"{DEBITS}/sepa_collection_book.py"
MANDATE_USE = f"{DEBITS}/sepa_mandate_usage.py"
SIGNING = f"{DEBITS}/sepa_mandate_signature.py"
DEBIT_HOLDS = f"{DEBITS}/account_move_line.py"
CLAIM = f"{DISPUTE}/models/receivable_payment_claim.py"
CLAIM_HOLDS = f"{DISPUTE}/models/account_move_line_claim.py"

GUARDS = (
    # -- nobody who has paid is chased ------------------------------------------------------------------------------------------
    Guard(
        "Nobody who has paid is chased",
        "The gate compares each message with the ledger when it is prepared",
        DUNNING, "test_paid_between_plan_and_sending_is_cancelled_with_its_reason",
        (Text(GATE, "ready = changed = self.browse()", "return self, self.browse()"),),
    ),
    Guard(
        "Nobody who has paid is chased",
        "The claim refuses a balance that went down behind the gate",
        DUNNING, "test_the_claim_refuses_a_balance_that_went_down_behind_the_gate",
        (Text(OUTBOX, "m.amount_residual_currency < l.amount", "FALSE"),),
    ),
    Guard(
        "Nobody who has paid is chased",
        "Money on the bank statement that is not matched yet holds its items",
        KERNEL, "test_a_bank_line_that_names_the_invoice",
        (Text(f"{KERNEL}/models/account_move_line_sight.py", "if purpose in SIGHT_STOPS:", "if False:"),),
    ),
    Guard(
        "Nobody who has paid is chased",
        "Money that is probably theirs puts the message before a person",
        DUNNING, "test_the_message_waits_as_is_it_paid_and_not_to_approve",
        (Text(f"{DUNNING}/logic/steps.py", "doubts = [hold for debt in debts for", "doubts = [hold for debt in () for"),),
    ),
    Guard(
        "Nobody who has paid is chased",
        "With an old bank statement nothing leaves by itself",
        DUNNING, "test_an_old_statement_and_the_night_prepares_messages_to_approve",
        (Text(f"{MODELS}/account_move_line_bank.py", "if self.ids and purpose in BANK_STOPS:", "if False:"),),
    ),
    Guard(
        "Nobody who has paid is chased",
        "Credits are set off against the oldest items",
        DUNNING, "test_a_credit_note_larger_than_the_debt_silences_everything_and_says_why",
        (Text(f"{DUNNING}/logic/escalation.py", 'credits = any(item.kind == "credit" for item in items)', "credits = False"),),
    ),
    # -- nobody is written to twice ---------------------------------------------------------------------------------------------
    Guard(
        "Nobody is written to twice",
        "A message is claimed, once, before it is handed over",
        DUNNING, "test_claimed_twice_leaves_once",
        (Text(OUTBOX, "WHERE a.id = %(action)s AND a.state = 'approved'", "WHERE a.id = %(action)s"),),
    ),
    Guard(
        "Nobody is written to twice",
        "A message in doubt is never sent again by itself",
        DUNNING, "test_no_answer_after_data_is_in_doubt_and_never_sent_again_by_itself",
        (Text(OUTBOX, '_set_state("doubtful", server_answer=', '_set_state("approved", server_answer='),),
    ),
    Guard(
        "Nobody is written to twice",
        "The database refuses the same item, step and occurrence twice among living lines",
        DUNNING, "test_the_database_knows_each_item_and_step_once_while_it_lives",
        (Sql("DROP INDEX dunning_action_line_once"),),
    ),
    Guard(
        "Nobody is written to twice",
        "What a dead process left behind is in doubt, not sent again",
        DUNNING, "test_what_a_dead_process_left_is_in_doubt",
        (Text(OUTBOX, 'actions._set_state("doubtful", reason=speaking', 'actions._set_state("approved", reason=speaking'),),
    ),
    Guard(
        "Nobody is written to twice",
        "The database knows each message identifier once",
        DUNNING, "test_the_database_knows_each_message_once",
        (Sql("DROP INDEX dunning_action_message_id_uniq"),),
    ),
    Guard(
        "Nobody is written to more often than was set",
        "A counter per payer and week, over all companies and channels, in the transaction that lets a message leave",
        DUNNING, "test_the_claim_itself_refuses_what_went_over_meanwhile",
        (Text(f"{MODELS}/dunning_contact_count.py", "WHERE %(most)s = 0 OR c.used < %(most)s", "WHERE TRUE OR %(most)s = %(most)s"),),
    ),
    # -- nothing leaves unasked -------------------------------------------------------------------------------------------------
    Guard(
        "Nothing leaves in test mode",
        "The sender asks whether messages may leave",
        DUNNING, "test_in_test_mode_everything_is_written_and_nothing_leaves",
        (Text(f"{MODELS}/dunning_action_sending.py", "trouble = company._dunning_why_nothing_leaves(date)", 'trouble = ""'),),
    ),
    Guard(
        "Nothing leaves from a test, copied or neutralised database",
        "The claim repeats mode, identity of the database and neutralisation",
        DUNNING, "test_the_claim_itself_refuses_in_every_locked_state",
        (Text(OUTBOX, "p.value = c.dunning_live_database", "TRUE"),),
    ),
    Guard(
        "Nothing leaves from a test, copied or neutralised database",
        "A neutralised database never sends, whatever is switched on again",
        DUNNING, "test_a_neutralised_copy_sends_nothing_whatever_is_switched_on_again",
        (
            Text(f"{MODELS}/res_company_sending.py", 'str2bool(parameters.get_param("database.is_neutralized"), False)', "False"),
            Text(OUTBOX, "n.key = 'database.is_neutralized'", "n.key = ''"),
        ),
    ),
    # -- holds ------------------------------------------------------------------------------------------------------------------
    Guard(
        "What is paused, excluded or not an invoice is left alone",
        "Pauses hold their payer or items",
        DUNNING, "test_a_paused_payer_hears_nothing_and_the_receipt_says_until_when",
        (Text(f"{KERNEL}/models/account_move_line.py", "[self._receivable_pauses(stop, date)] if stop else []", "[]"),),
    ),
    Guard(
        "What is paused, excluded or not an invoice is left alone",
        "Excluded invoices leave",
        DUNNING, "test_an_excluded_invoice_leaves_and_the_others_go_on",
        (Text(f"{KERNEL}/models/account_move_line.py", "if fact and asked:", "if False:"),),
    ),
    Guard(
        "Nothing leaves on a day that somebody stopped",
        "The claim repeats the stop of the day",
        DUNNING, "test_the_claim_itself_asks_whether_the_day_is_stopped",
        (Text(OUTBOX, "s.date = %(date)s AND s.lifted_at IS NULL", "FALSE"),),
    ),
    Guard(
        "Nothing leaves because of a click",
        "A pause that ends tells first what would leave",
        DUNNING, "test_the_list_of_pauses_asks_the_same_question",
        (Text(f"{MODELS}/receivable_pause_resume.py", 'if self.env.context.get("dunning_told"):', "if True:"),),
    ),
    Guard(
        "Who has answered is not written to by the scenario",
        "A reply holds the payer until a set day",
        DUNNING, "test_a_reply_makes_the_scenario_wait_until_its_day_while_others_go_on_and_nothing_leaves_twice",
        (Text(f"{MODELS}/account_move_line_reply.py", "if self.ids and purpose in REPLY_STOPS:", "if False:"),),
    ),
    # -- nobody is forgotten ----------------------------------------------------------------------------------------------------
    Guard(
        "Nobody overdue is forgotten",
        "Every overdue payer has a decision: chased, waiting, or told why not",
        DUNNING, "test_every_overdue_payer_is_chased_waits_for_a_person_or_is_told_why_not",
        (Text(f"{MODELS}/dunning_writer.py", "[receipt for receipt in receipts if", "[receipt for receipt in receipts[1:] if"),),
    ),
    # -- each company its own ---------------------------------------------------------------------------------------------------
    Guard(
        "Nobody sees another company's follow-up",
        "Record rules by company",
        DUNNING, "test_what_belongs_to_a_company_is_not_seen_from_another",
        (Sql("UPDATE ir_rule SET active = FALSE WHERE name LIKE 'Dunning action%'"),),
    ),
    Guard(
        "Only those who may decide, decide",
        "Each button checks the group on the server",
        DUNNING, "test_a_reader_decides_nothing",
        (Text(f"{MODELS}/dunning_action_decisions.py", 'not self.env.user.has_group("receivable.group_receivable_user")', "False"),),
    ),
    # -- nobody is debited twice ------------------------------------------------------------------------------------------------
    Guard(
        "Nobody is debited twice for the same thing",
        "What is in a collection is not proposed again",
        SEPA, "test_what_is_in_a_collection_is_not_prepared_again",
        (
            Text(f"{DEBITS}/sepa_collection_propose.py", "[item for item in items if item.id not in waiting]", "items"),
            Text(DEBIT_HOLDS, 'UNDER_WAY_STOPS = ("announce", "remind", "debit")', 'UNDER_WAY_STOPS = ("announce", "remind")'),
        ),
    ),
    Guard(
        "Nobody is debited twice for the same thing",
        "The database lets an item be in one collection at a time",
        SEPA, "test_an_item_is_never_in_two_collections",
        (Sql("DROP INDEX sepa_debit_item_once"),),
    ),
    Guard(
        "Nobody is debited twice for the same thing",
        "A file that was handed over is given again only to somebody who was asked",
        SEPA, "test_a_second_download_asks_first_and_each_is_written_down",
        (Text(RELEASE, 'self._hand_over() if self.state == "released" else self._ask("download")', "self._hand_over()"),),
    ),
    Guard(
        "Nobody is debited twice for the same thing",
        "Each download of a file is written down",
        SEPA, "test_a_second_download_asks_first_and_each_is_written_down",
        (Text(RELEASE, 'mine._message_log(body=self.env._("File downloaded by %(user)s.", user=self.env.user.name))', "pass"),),
    ),
    Guard(
        "Nobody is debited twice for the same thing",
        "A released collection is not changed",
        SEPA, "test_a_released_collection_is_not_changed",
        (Text(f"{DEBITS}/sepa_collection.py", "if collection.state not in states:", "if False:"),),
    ),
    Guard(
        "Nobody is debited twice for the same thing",
        "What comes back is presented again once",
        SEPA, "test_the_next_proposal_presents_the_invoice_again_once",
        (
            Text(f"{SEPA}/logic/returns.py", 'return "again" if before & alike else ""', 'return ""'),
            Text(f"{SEPA}/logic/returns.py", "reason.code in before and", "False and"),
        ),
    ),
    Guard(
        "Nobody is debited twice for the same thing",
        "What is not to be presented again is held until a person says so",
        SEPA, "test_what_is_not_presented_again_is_held_until_a_person_says_so",
        (Text(f"{DEBITS}/account_move_line_return.py", 'if purpose == "debit":', "if False:"),),
    ),
    # -- the gate is asked again ------------------------------------------------------------------------------------------------
    Guard(
        "Nobody is debited of what is paid, contested or paused meanwhile",
        "What is paid between the proposal and the release leaves the collection",
        SEPA, "test_what_is_paid_or_contested_meanwhile_leaves_before_the_release",
        (Text(RELEASE, "self._gate_again(date)\n        debits = ", "debits = "),),
    ),
    Guard(
        "Nobody is debited of what is paid, contested or paused meanwhile",
        "What is paused between the proposal and the release leaves with its reason",
        SEPA, "test_what_is_paused_meanwhile_leaves_before_the_release_with_its_reason",
        (Text(RELEASE, "choosing.askable(item, found, nets[item.id])", "choosing.askable(item, (), nets[item.id])"),),
    ),
    Guard(
        "Nobody is debited of what is paid, contested or paused meanwhile",
        "What is seen on the bank statement meanwhile leaves the collection",
        SEPA, "test_what_is_seen_on_the_bank_statement_meanwhile_leaves_before_the_release",
        (Text(f"{KERNEL}/models/account_move_line_sight.py", '("announce", "remind", "debit", "charge", "order")',
              '("announce", "remind", "charge", "order")'),),
    ),
    Guard(
        "Nobody is debited of what is paid, contested or paused meanwhile",
        "What is contested meanwhile leaves the collection",
        DISPUTED_DEBITS, "test_what_is_contested_meanwhile_leaves_before_the_release",
        (Text(f"{DISPUTE}/models/account_move_line.py", '("announce", "remind", "debit", "charge", "order", "forecast")',
              '("announce", "remind", "charge", "order", "forecast")'),),
    ),
    Guard(
        "Nobody is debited of what is paid, contested or paused meanwhile",
        "What is promised meanwhile leaves the collection",
        DISPUTED_DEBITS, "test_what_is_promised_meanwhile_leaves_before_the_release",
        (Text(f"{DISPUTE}/models/account_move_line.py", '("announce", "remind", "debit", "order")', '("announce", "remind", "order")'),),
    ),
    Guard(
        "Nobody is debited of what is paid, contested or paused meanwhile",
        "What is said to be paid meanwhile leaves the collection",
        DISPUTED_DEBITS, "test_what_is_said_to_be_paid_meanwhile_leaves_before_the_release",
        (Text(CLAIM_HOLDS, 'SAID_PAID_FROM = ("announce", "remind", "debit")', 'SAID_PAID_FROM = ("announce", "remind")'),),
    ),
    Guard(
        "Nobody is debited of what is paid, contested or paused meanwhile",
        "An amount only goes down between the proposal and the release",
        SEPA, "test_an_amount_that_was_told_never_goes_up",
        (Text(f"{DEBITS}/sepa_debit_item.py", "if self.currency_id.compare_amounts(less, self.amount) >= 0:", "if False:"),),
    ),
    # -- nothing leaves by mistake ----------------------------------------------------------------------------------------------
    Guard(
        "No file leaves with a fault or without a notice",
        "A collection with a fault is not released",
        SEPA, "test_the_bank_wants_the_file_two_days_before",
        (Text(RELEASE, "errors = self._errors(self._faults(date))", "errors = []"),),
    ),
    Guard(
        "No file leaves with a fault or without a notice",
        "A customer who was not told is not debited",
        SEPA, "test_nobody_is_debited_who_was_not_told",
        (Text(f"{DEBITS}/sepa_collection_fault.py", "if waiting:", "if False:"),),
    ),
    Guard(
        "No file leaves with a fault or without a notice",
        "A customer who was told too late is not debited, unless somebody says why",
        SEPA, "test_a_collection_told_too_late_is_not_released_without_a_reason",
        (Text(f"{DEBITS}/sepa_debit_notice.py", "if given >= agreed:", "if True:"),),
    ),
    Guard(
        "No file leaves with a fault or without a notice",
        "Who prepared a collection does not release it, where the company wants two people",
        SEPA, "test_two_people_prepare_and_release_when_the_company_wants_it",
        (Text(RELEASE, "if self.company_id.sepa_two_people and", "if False and"),),
    ),
    # -- mandates ---------------------------------------------------------------------------------------------------------------
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A mandate that nobody signed debits nothing",
        SEPA, "test_a_mandate_that_nobody_signed_debits_nothing",
        (
            Text(MANDATE_USE, 'payer_ids, ("active",))', 'payer_ids, ("sent", "active"))'),
            Text(MANDATE_USE, 'if self.state != "active":', 'if self.state == "sent":\n            return ""\n        if False:'),
        ),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A suspended mandate debits nothing",
        SEPA, "test_a_suspended_mandate_debits_nothing",
        (
            Text(MANDATE_USE, 'payer_ids, ("active",))', 'payer_ids, ("suspended", "active"))'),
            Text(MANDATE_USE, 'if self.state == "suspended" and self.suspended_why:', "if False:"),
            Text(MANDATE_USE, 'if self.state != "active":', "if False:"),
        ),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A mandate that is suspended, closed or lapsed meanwhile lets no file leave",
        SEPA, "test_a_mandate_suspended_meanwhile_leaves_no_file",
        (Text(f"{DEBITS}/sepa_collection_fault.py", "sentence = mandate._fault_on(self.date)", 'sentence = ""'),),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A mandate lapses after 36 months without a debit",
        SEPA, "test_a_mandate_that_lapses_before_the_debit_leaves_no_file",
        (Text(MANDATE_USE, "if self.expires_on < day:", "if False:"),),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A private person is not debited between companies",
        SEPA, "test_a_mandate_between_companies_waits_for_the_bank_of_the_customer",
        (Text(MANDATE_USE, "if self._is_closed_to_consumer():", "if False:"),),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A company whose bank does not know the mandate is not debited between companies",
        SEPA, "test_a_mandate_between_companies_waits_for_the_bank_of_the_customer",
        (Text(MANDATE_USE, 'if self.scheme == "B2B" and not self.b2b_registered:', "if False:"),),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A mandate for one debit makes one",
        SEPA, "test_a_one_off_mandate_is_used_once_and_again_if_the_bank_rejected_it",
        (Text(MANDATE_USE, 'if self.recurrence == "one_off" and self._is_used():', "if False:"),),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A change of the mandate is told to the bank once",
        SEPA, "test_a_change_of_account_is_told_once_and_again_when_the_collection_was_cancelled",
        (Text(f"{DEBITS}/sepa_mandate_change.py", ".filtered(lambda amendment: not amendment.debit_id)[:1]", "[:1]"),),
    ),
    Guard(
        "Nobody is debited without a mandate that allows it",
        "A text that changed since it was read is not signed",
        SEPA, "test_a_text_that_changed_since_it_was_read_is_not_signed",
        (Text(SIGNING, "if text_hash not in (None, self._fingerprint(text)):", "if False:"),),
    ),
    # -- the books --------------------------------------------------------------------------------------------------------------
    Guard(
        "The books follow the bank, once",
        "Nobody books a collection before the debit date",
        SEPA, "test_nothing_is_booked_before_the_debit_date",
        (Text(BOOKING, "if collection.date > self._today():", "if False:"),),
    ),
    Guard(
        "The books follow the bank, once",
        "The morning books nothing before the debit date",
        SEPA, "test_the_morning_books_nothing_before_its_day",
        (Text(BOOKING, '[("state", "=", "sent"), ("date", "<=", self._today())]', '[("state", "=", "sent")]'),),
    ),
    Guard(
        "The books follow the bank, once",
        "A collection is booked once",
        SEPA, "test_a_collection_is_booked_once",
        (
            Text(BOOKING, 'self.filtered(lambda collection: collection.state == "sent")', "self"),
            Text(BOOKING, '.filtered(lambda debit: debit.state == "presented")', ""),
        ),
    ),
    Guard(
        "The books follow the bank, once",
        "A debit that the bank rejected before its date is not booked",
        SEPA, "test_a_debit_that_the_bank_rejected_before_its_date_is_not_booked",
        (Text(BOOKING, '.filtered(lambda debit: debit.state == "presented")', ""),),
    ),
    Guard(
        "The books follow the bank, once",
        "The same return changes nothing the second time, in the same file",
        SEPA, "test_the_same_file_twice_changes_nothing",
        (Text(f"{DEBITS}/sepa_return_file_reading.py",
              'if row["fingerprint"] in prints or row["debit_id"] in debits or ended:', "if False:"),),
    ),
    Guard(
        "The books follow the bank, once",
        "The same return changes nothing the second time, in another file",
        SEPA, "test_notice_and_statement_of_the_same_return_count_once",
        (Text(f"{DEBITS}/sepa_return_file_reading.py", ' or row["debit_id"] in debits or ended:', ":"),),
    ),
    Guard(
        "The books follow the bank, once",
        "The database knows each return once",
        SEPA, "test_the_database_knows_each_return_once",
        (Sql("DROP INDEX sepa_return_once"),),
    ),
    Guard(
        "The books follow the bank, once",
        "The database lets a debit come back once",
        SEPA, "test_the_database_lets_a_debit_come_back_once",
        (Sql("DROP INDEX sepa_return_debit_once"),),
    ),
    Guard(
        "The books follow the bank, once",
        "A debit that ended otherwise before its return was applied is left as it is",
        SEPA, "test_a_debit_that_ended_otherwise_before_its_file_was_applied_is_left_as_it_is",
        (Text(f"{DEBITS}/sepa_return_applying.py", "waiting.filtered(lambda one: one.debit_id.state not in AT_BANK)",
              "waiting.browse()"),),
    ),
    Guard(
        "The books follow the bank, once",
        "A return opens the invoice itself, with its own due date",
        SEPA, "test_an_unpaid_debit_reopens_its_invoice_with_its_own_due_date",
        (
            Text(f"{DEBITS}/sepa_return_booking.py", ".remove_move_reconcile()", ".exists()"),
            Text(f"{DEBITS}/sepa_return_booking.py", "for one in booked if one._payment()]", "for one in ()]"),
        ),
    ),
    # -- who is left alone ------------------------------------------------------------------------------------------------------
    Guard(
        "Who is debited is neither reminded nor thanked meanwhile",
        "No reminder while a debit is under way",
        SEPA, "test_an_item_in_a_collection_is_not_reminded_until_the_collection_ends",
        (Text(DEBIT_HOLDS, 'UNDER_WAY_STOPS = ("announce", "remind", "debit")', 'UNDER_WAY_STOPS = ("debit",)'),),
    ),
    Guard(
        "Who is debited is neither reminded nor thanked meanwhile",
        "No thanks while a debit may come back",
        SEPA, "test_nobody_is_thanked_before_the_debit_is_safe",
        (Text(DEBIT_HOLDS, 'if purpose == "thank":', "if False:"),),
    ),
    Guard(
        "Who is debited is neither reminded nor thanked meanwhile",
        "The death of a customer stops everything",
        SEPA, "test_the_death_of_a_customer_stops_everything",
        (Text(f"{DEBITS}/sepa_return_applying.py", 'self.filtered(lambda one: one.reason_id.kind == "stop")', "self.browse()"),),
    ),
    Guard(
        "Who is debited is neither reminded nor thanked meanwhile",
        "A customer who died is never debited again",
        SEPA, "test_a_dead_customer_is_never_debited_again",
        (Text(f"{DEBITS}/sepa_return.py", ' or self.reason_id.kind == "stop":', ":"),),
    ),
    # -- account numbers --------------------------------------------------------------------------------------------------------
    Guard(
        "Nobody reads a whole account number unseen",
        "No client reads, searches, sorts or exports the account number",
        SEPA, "test_no_question_of_a_client_is_answered_with_it",
        (Text(f"{DEBITS}/sepa_mandate.py", 'string="Whole account number", copy=False, groups=NO_ACCESS',
              'string="Whole account number", copy=False'),),
    ),
    Guard(
        "Nobody reads a whole account number unseen",
        "An amendment does not tell the old account number",
        SEPA, "test_an_amendment_does_not_tell_the_old_one",
        (Text(f"{DEBITS}/sepa_mandate_amendment.py", "old_iban = fields.Char(readonly=True, groups=NO_ACCESS)",
              "old_iban = fields.Char(readonly=True)"),),
    ),
    Guard(
        "Nobody reads a whole account number unseen",
        "The file for the bank is not read past the button",
        SEPA, "test_the_file_is_not_read_past_the_button",
        (Text(f"{DEBITS}/sepa_collection.py", "file = fields.Binary(attachment=True, copy=False, groups=NO_ACCESS)",
              "file = fields.Binary(attachment=True, copy=False)"),),
    ),
    Guard(
        "Nobody reads a whole account number unseen",
        "Only whoever pressed the button gets the file for the bank",
        SEPA, "test_only_whoever_pressed_the_button_gets_the_file",
        (Text(f"{SEPA}/controllers/collection.py", "if not known or known[1] != request.env.uid:", "if not known:"),),
    ),
    Guard(
        "Nobody reads a whole account number unseen",
        "Each look at an account number is written down",
        SEPA, "test_who_manages_direct_debits_sees_the_number_and_it_is_written_down",
        (Text(f"{DEBITS}/sepa_mandate_account.py", 'self.env["sepa.iban.look"].sudo().create(', "dict("),),
    ),
    Guard(
        "Nobody reads a whole account number unseen",
        "A collector never sees the account number",
        SEPA, "test_a_collector_never_sees_the_number",
        (Text(f"{DEBITS}/sepa_mandate_account.py", "self._check_manager()", "self.ensure_one()"),),
    ),
    Guard(
        "Nobody reads a whole account number unseen",
        "The signed document is opened by those who may see account numbers, each look written down",
        SEPA, "test_who_manages_direct_debits_opens_it",
        (Text(f"{DEBITS}/sepa_mandate_document.py", "self._looked_at(where)", "self.ensure_one()"),),
    ),
    # -- visitors ---------------------------------------------------------------------------------------------------------------
    Guard(
        "Nobody reaches another customer's mandates or debits",
        "The pages of mandates ask for the visitor's own payer",
        SEPA, "test_another_customer_sees_nothing_of_it",
        (Text(f"{KERNEL}/controllers/portal_page.py", 'Domain("partner_id", "=", visitor.payer.id) & ', ""),),
    ),
    Guard(
        "Nobody reaches another customer's mandates or debits",
        "The pages of mandates ask for the companies of the visit",
        SEPA, "test_a_mandate_of_another_company_is_not_shown_to_a_visitor_of_this_one",
        (Text(f"{KERNEL}/controllers/portal_page.py", ' & Domain("company_id", "in", visitor.companies.ids)', ""),),
    ),
    Guard(
        "Nobody reaches another customer's mandates or debits",
        "A link to sign opens one mandate, for whoever has its secret",
        SEPA, "test_whoever_opens_the_link_signs_that_mandate_and_nothing_else",
        (Text(f"{SEPA}/controllers/portal_link.py",
              "return mandate if fingerprint and mandate and mandate.sign_hash == fingerprint and mandate._may_be_signed() else None",
              "return mandate if mandate and mandate._may_be_signed() else None"),),
    ),
    Guard(
        "Nobody reaches another customer's mandates or debits",
        "A link to sign ends",
        SEPA, "test_a_link_opens_its_mandate_until_its_last_day",
        (Text(SIGNING, "bool(self.sign_until) and self.sign_until >= self._today() and ", ""),),
    ),
    Guard(
        "Nobody reaches another customer's mandates or debits",
        "Mandates, debits and returns are seen in their own company",
        SEPA, "test_what_belongs_to_a_company_is_not_seen_from_another",
        (Sql("UPDATE ir_rule SET active = FALSE WHERE name LIKE 'Collection: %' OR name LIKE 'Mandate: own%'"),),
    ),
    Guard(
        "Nobody reaches another customer's mandates or debits",
        "Each button of direct debits asks who pressed it",
        SEPA, "test_every_public_method_asks_who_calls",
        (Text(f"{DEBITS}/sepa_record.py", "if not self.env.user.has_group(SEPA_MANAGER):", "if False:"),),
    ),
    # -- said to be paid --------------------------------------------------------------------------------------------------------
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "What is said to be paid is neither asked for nor debited",
        DISPUTE, "test_it_is_neither_asked_for_nor_debited_until_its_last_day",
        (Text(CLAIM_HOLDS, 'SAID_PAID_FROM = ("announce", "remind", "debit")', "SAID_PAID_FROM = ()"),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "It ends by itself on its last day",
        DISPUTE, "test_it_is_neither_asked_for_nor_debited_until_its_last_day",
        (Text(CLAIM_HOLDS, "(q.held_until >= %(date)s OR", "(TRUE OR"),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "The payment ends it",
        DISPUTE, "test_the_payment_ends_it",
        (Text(f"{DISPUTE}/models/account_partial_reconcile.py", 'if "receivable.payment.claim" in concerned:', "if False:"),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "Only what they name and what has not come in is left alone",
        DISPUTE, "test_what_has_come_in_since_is_no_longer_left_alone",
        (Text(CLAIM_HOLDS, "(q.amount - booked.amount)::text", "q.amount::text"),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "An answer is told to the customer",
        DISPUTE, "test_not_found_is_told_on_the_same_thread_and_reminders_go_on",
        (Text(CLAIM, "claim.message_post(body=plaintext2html(text),", "dict(body=plaintext2html(text),"),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "What was not found is asked for again from the day of the answer",
        DISPUTE, "test_not_found_is_told_on_the_same_thread_and_reminders_go_on",
        (Text(CLAIM, '"answer": text, "ended_on": today,', '"answer": text,'),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "What was found and is not booked in time is asked for again",
        DISPUTE, "test_found_is_left_alone_until_it_is_booked_and_asked_again_when_it_is_not",
        (Text(CLAIM_HOLDS, " AND q.found_until >= %(date)s)", ")"),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "One question at a time about an item",
        DISPUTE, "test_one_question_at_a_time_about_an_item",
        (Text(CLAIM, "if running:", "if False:"),),
    ),
    Guard(
        "Who says that they have paid is left alone while somebody looks, and no longer",
        "The same item is not said to be paid for ever",
        DISPUTE, "test_the_same_item_is_not_said_to_be_paid_for_ever",
        (Text(CLAIM, "if len(earlier) >= MOST_TIMES:", "if False:"),),
    ),
)
