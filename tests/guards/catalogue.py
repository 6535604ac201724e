"""What Encaisse promises, what keeps each promise, and the test that fails when that guard is switched off.

``docs/guarantees.md`` tells the same to people; ``tests/test_guards.py`` keeps the three together;
``tests/guards/prove.py`` switches the guards off, one by one, and watches the tests fail.
"""

from typing import NamedTuple

KERNEL, DUNNING = "receivable", "receivable_dunning"


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
)
