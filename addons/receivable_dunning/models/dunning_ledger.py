from datetime import timedelta
from functools import cache, partial
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.receivable.logic.items import OpenItem
from odoo.addons.receivable_dunning.logic import escalation

PURPOSES = ("announce", "remind", "thank")
STALE_DAYS = 3  # an unsent plan older than this is cancelled and decided again


class Party(NamedTuple):
    """What a payer's messages need to know of them."""

    kind: str  # 'company' | 'person' | 'public'
    country: int  # 0 = none known
    collector: int | None  # their own; None = the company's
    contact: int  # whom it goes to
    lang: str
    has_email: bool


class Selection(NamedTuple):
    """Everything a decision needs, for one company and day."""

    items: list[OpenItem]
    holds: dict
    history: escalation.History
    followings: dict[int, escalation.Following]
    parties: dict[int, Party]
    outdated: list[int]  # planned actions that this decision replaces


class DunningLedger(models.AbstractModel):
    """Select: the facts for a decision, in a constant number of queries whatever the number of payers."""

    _name = "dunning.ledger"
    _description = "Facts for a dunning decision"

    @api.model
    def _select(self, company, date, payer_ids=None):
        """The facts of a company on a day; ``payer_ids`` limits them (a slice of the night, or one payer tried)."""
        self.env.flush_all()
        items = self.env["account.move.line"]._receivable_open_items(company, payer_ids)
        outdated = self._outdated(company, date, payer_ids)
        history = self._history(company, date, payer_ids, outdated)
        payers = {item.payer for item in items} | {one.payer for one in history.settlements}
        parties = self._parties(company, payers, items)
        return Selection(
            items, self._holds(items, history, date), history, self._followings(company, parties), parties, outdated
        )

    def _holds(self, items, history, date):
        """The kernel's first question, once per purpose, for the lines it concerns."""
        lines = {
            "announce": [item.id for item in items if item.kind == "debt" and item.due >= date],
            "remind": [item.id for item in items if item.kind == "debt" and item.due < date],
            "thank": [one.item for one in history.settlements if (date - one.paid).days <= escalation.THANKS_WINDOW_DAYS],
        }
        Line = self.env["account.move.line"]
        return {purpose: Line.browse(lines[purpose])._receivable_holds(purpose, date) for purpose in PURPOSES}

    # -- history --------------------------------------------------------------------------------------------------------------

    def _history(self, company, date, payer_ids, outdated):
        sent = self._sent(company, date, payer_ids, outdated)
        return escalation.History(
            sent=sent,
            contacts=self._contacts(company, date, payer_ids),
            waiting=self._waiting(company, payer_ids, outdated),
            settlements=self._settlements(company, date, payer_ids, {line.payer for line in sent}),
            overdue_elsewhere=self._overdue_elsewhere(company, date, payer_ids),
            untold=self._untold(company, date, payer_ids),
        )

    def _untold(self, company, date, payer_ids):
        """What happened and the payers must hear before any reminder; bridges know."""
        return []

    def _asking(self):
        """Texts outside the scenario that ask for payment as a reminder does: they keep reminders away, and wait as one."""
        return []

    def _outdated(self, company, date, payer_ids):
        """Planned messages older than three days, or of a scenario that is no longer the payer's: decided again tonight."""
        actions = self.env.execute_query(SQL(
            """SELECT id, partner_id, scenario_id, date, channel FROM dunning_action
                WHERE company_id = %s AND state = 'planned' AND origin = 'run' AND %s""",
            company.id, self._among("partner_id", payer_ids),
        ))
        scenarios = self._scenario_of(company, {payer for _id, payer, *_rest in actions})
        return [
            action
            for action, payer, scenario, day, channel in actions
            if scenario != scenarios[payer][0] or (channel in ("email", "letter") and day < date - timedelta(days=STALE_DAYS))
        ]

    def _sent(self, company, date, payer_ids, outdated):
        """Living lines of the last 180 days, and older ones of items that are still open."""
        rows = self.env.execute_query(SQL(
            """SELECT l.partner_id, l.move_line_id, l.level_id, l.severity, l.occurrence, a.date,
                      a.state IN ('sent', 'doubtful', 'skipped')
                 FROM dunning_action_line l
                 JOIN dunning_action a ON a.id = l.action_id
                 LEFT JOIN account_move_line m ON m.id = l.move_line_id
                WHERE l.company_id = %s AND l.alive AND l.role IN ('asked', 'coming', 'paid') AND l.move_line_id IS NOT NULL
                  AND a.date <= %s AND (a.date >= %s OR m.reconciled IS NOT TRUE)
                  AND NOT a.id = ANY(%s) AND %s""",
            company.id, date, date - timedelta(days=escalation.MEMORY_DAYS), outdated, self._among("l.partner_id", payer_ids),
        ))
        return [escalation.Sent(*row[:2], row[2] or 0, *row[3:]) for row in rows]

    def _contacts(self, company, date, payer_ids):
        """Messages that reached a payer, or may have; what goes with another message counts with it."""
        rows = self.env.execute_query(SQL(
            """SELECT partner_id, date, CASE WHEN origin = 'event' AND template_id = ANY(%s) THEN 'reminder' ELSE kind END,
                      channel, severity
                 FROM dunning_action
                WHERE company_id = %s AND state IN ('sent', 'doubtful') AND origin <> 'companion'
                  AND date BETWEEN %s AND %s AND %s""",
            self._asking(), company.id, date - timedelta(days=escalation.MEMORY_DAYS), date, self._among("partner_id", payer_ids),
        ))
        return [escalation.Contact(*row) for row in rows]

    def _waiting(self, company, payer_ids, outdated):
        """What has not left yet; an answer about one record keeps no reminder from leaving, unless it asks for payment itself."""
        rows = self.env.execute_query(SQL(
            """SELECT partner_id, id, state, release, channel, COALESCE(level_name, ''), date FROM dunning_action
                WHERE company_id = %s AND state IN ('planned', 'approved', 'sending', 'failed', 'doubtful')
                  AND origin <> 'companion' AND (origin <> 'event' OR template_id = ANY(%s)) AND NOT id = ANY(%s) AND %s""",
            company.id, self._asking(), outdated, self._among("partner_id", payer_ids),
        ))
        return [escalation.Waiting(*row) for row in rows]

    def _settlements(self, company, date, payer_ids, reminded):
        """Items settled and not reopened since, with the proof that the bank gives.

        Of everybody those that may still be thanked for; of who was reminded, as far back as that is remembered.
        """
        read, lately = self.env["receivable.event"]._settlements, date - timedelta(days=escalation.THANKS_WINDOW_DAYS)
        rows = read(company, lately, date, payer_ids)
        if reminded:
            rows += read(company, date - timedelta(days=escalation.MEMORY_DAYS), lately - timedelta(days=1), reminded)
        return [escalation.Settlement(*row) for row in rows]

    def _overdue_elsewhere(self, company, date, payer_ids):
        """Payers who are overdue in another of our companies: nobody is thanked and chased the same week."""
        rows = self.env.execute_query(SQL(
            """SELECT p.commercial_partner_id
                 FROM account_move_line l
                 JOIN account_account a ON a.id = l.account_id
                 JOIN res_partner p ON p.id = l.partner_id
                WHERE l.reconciled IS NOT TRUE AND l.parent_state = 'posted' AND l.company_id <> %s
                  AND a.account_type = 'asset_receivable' AND a.non_trade IS NOT TRUE
                  AND (l.amount_residual_currency < 0 OR COALESCE(l.date_maturity, l.date) < %s) AND %s
                GROUP BY 1 HAVING SUM(l.amount_residual) > 0""",
            company.id, date, self._among("p.commercial_partner_id", payer_ids),
        ))
        return frozenset(payer for (payer,) in rows)

    @staticmethod
    def _among(column, payer_ids):
        """A condition on the payers of a slice; every payer when the whole company is asked."""
        if payer_ids is None:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", SQL.identifier(*column.split(".")), list(payer_ids))

    # -- how each payer is followed -------------------------------------------------------------------------------------------

    def _parties(self, company, payers, items):
        """Who the payers are, in two queries and without a record: reading ten thousand of them takes longer than deciding."""
        contacts = self.env["res.partner"].browse(payers)._receivable_contact(company, items)
        Partner = self.env["res.partner"].with_company(company.root_id)
        rows = self.env.execute_query(SQL(
            """SELECT p.id, p.payer_kind, COALESCE(p.country_id, 0), %(collector)s, c.id, COALESCE(c.lang, p.lang, %(lang)s),
                      %(has_email)s
                 FROM unnest(%(payers)s::int[], %(contacts)s::int[]) AS t(payer, contact)
                 JOIN res_partner p ON p.id = t.payer
                 JOIN res_partner c ON c.id = t.contact""",
            collector=Partner._field_to_sql("p", "payer_collector_id"), lang=company.partner_id.lang or None,
            has_email=self.env["dunning.channel.email"]._is_read_by("c"),
            payers=list(contacts), contacts=list(contacts.values()),
        ))
        return {payer: Party(*rest) for payer, *rest in rows}

    def _followings(self, company, parties):
        """Scenario with its source, and the channels that reach each payer."""
        sources = self._scenario_of(company, parties)
        scenarios = self.env["dunning.scenario"].browse({one for one, _source in sources.values() if one})._as_tuples()
        return {
            payer: escalation.Following(payer, scenarios.get(scenario), source, parties[payer].has_email, parties[payer].kind == "person")
            for payer, (scenario, source) in sources.items()
        }

    @api.model
    def _scenario_of(self, company, payers):
        """Each payer's scenario and where it comes from: ``{payer: (scenario id, 'payer' | 'profile' | 'company')}``."""
        self = self.sudo()  # sudo: which scenario applies does not depend on who asks
        Partner = self.env["res.partner"].with_company(company.root_id)
        Partner.flush_model(["dunning_scenario_id", "payer_profile_id"])
        rows = self.env.execute_query(SQL(
            "SELECT p.id, %s, %s FROM res_partner p WHERE p.id = ANY(%s)",
            Partner._field_to_sql("p", "dunning_scenario_id"), Partner._field_to_sql("p", "payer_profile_id"), list(payers),
        ))
        source_of = cache(partial(self._source, company))
        return {payer: source_of(own, profile) for payer, own, profile in rows}

    def _source(self, company, own, profile):
        """The payer's own scenario, else the one of their profile, else the company's."""
        own = self._usable(self.env["dunning.scenario"].browse(own), company)
        profile = self._usable(self.env["payer.profile"].browse(profile).dunning_scenario_id, company)
        default = company.dunning_scenario_id or company.root_id.dunning_scenario_id
        return (own or profile or default).id or 0, "payer" if own else "profile" if profile else "company"

    @staticmethod
    def _usable(scenario, company):
        """A shared profile may name the scenario of another company: it says nothing here."""
        return scenario if scenario.company_id in (scenario.company_id.browse(), company, company.root_id) else scenario.browse()
