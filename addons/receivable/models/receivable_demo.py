import base64
import csv
import io

from odoo import Command, api, fields, models
from odoo.tools import file_open

from odoo.addons.receivable.demo import story as tale
from odoo.addons.receivable.logic import calendar

PROFILES_BY_HAND = {"hyperbole": "key_account", "saperlipopette": "key_account", "saperlipopette-nord": "key_account"}


class ReceivableDemo(models.AbstractModel):
    """Builds the demo company in a database with demo data; add-ons extend ``_build`` with their part of the story.

    Nothing calls it in a database without demo data.
    """

    _name = "receivable.demo"
    _description = "Demo company"

    @api.model
    def _build(self, today=None):
        """The company, its people, its payers, two years of settled invoices, and what is open today."""
        today = today or fields.Date.context_today(self)
        company = self._company()
        self._load_words(company, "receivable")
        self = self.with_company(company).with_context(
            tracking_disable=True, mail_create_nolog=True, mail_notrack=True, allowed_company_ids=company.ids
        )
        day = tale.day_of_the_story(today, self._closed(today))
        people = self._people(company)
        payers = self._payers(company, people, day)
        self._history(company, payers, day)
        invoices = self._invoices(payers, people, day)
        self._bank_lines(company, invoices, day)
        self._pauses(payers, people, day)
        self.env["receivable.event"]._record_difference(company, day)
        self.env["payer.score"]._recompute(company, day)
        self._fix_profiles(company, payers)
        self.env["payer.profile"]._assign(company, day)
        return {"company": company, "day": day, "people": people, "payers": payers, "invoices": invoices}

    def _closed(self, day):
        return calendar.public_holidays("FR", (day.year - 2, day.year - 1, day.year, day.year + 1))

    def _keep(self, name, record):
        """Give a record an external id, so that tests and guides can name it."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"receivable.demo_{name.replace('-', '_')}", "record": record, "noupdate": True}]
        )
        return record

    def _load_words(self, company, add_on):
        """Odoo reads the translations of an add-on after its demo data; what the story stores needs them before."""
        if company.partner_id.lang != "en_US":
            self.env["ir.module.module"]._load_module_terms([add_on], [company.partner_id.lang])

    # -- the company and its people -------------------------------------------------------------------------------------------

    def _company(self):
        """Lunaprès Mobilier SAS, with a French chart of accounts where it is installed."""
        self.env.ref("base.EUR").active = True
        self.env.ref("base.CHF").active = True
        company = self._keep("company", self.env["res.company"].with_context(install_mode=True).create({
            "name": "Lunaprès Mobilier SAS",
            "currency_id": self.env.ref("base.EUR").id,
            "country_id": self.env.ref("base.fr").id,
            "street": "4 quai des Songes",
            "zip": "29990",
            "city": "Pont-de-Brume",
            "phone": "01 99 00 12 00",
            "email": "comptabilite@lunapres.example",
            "logo": base64.b64encode(file_open("receivable/demo/lunapres.png", "rb").read()),
            "website": "https://lunapres.example",
            "vat": False,
            "iap_enrich_auto_done": True,  # core would ask a web service who this company is
        }))
        company.partner_id.lang = self._lang("fr_FR")
        french = self.env["ir.module.module"].search_count([("name", "=", "l10n_fr_account"), ("state", "=", "installed")])
        # `_load`: `try_loading` warns while add-ons are being installed, which is when demo data is made
        self.env["account.chart.template"]._load("fr" if french else "generic_coa", company, install_demo=False)
        # a chart brings its own currency along
        company.write({"currency_id": self.env.ref("base.EUR").id, "account_use_credit_limit": True})
        self.env["res.currency.rate"].create(
            {"currency_id": self.env.ref("base.CHF").id, "company_id": company.id, "name": "2024-01-01", "rate": 0.94}
        )
        bank = self.env["res.bank"].create({"name": "Banque Démo", "bic": "DEMOFRPPXXX"})
        self.env["res.partner.bank"].create(
            {"acc_number": "FR7699999000010000000001182", "partner_id": company.partner_id.id, "bank_id": bank.id}
        )
        self.env.ref("base.user_admin").write({"company_ids": [Command.link(company.id)], "company_id": company.id})
        return company

    def _lang(self, code):
        """A language that is installed, else the database's own."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        return code if code in installed else "en_US"

    def _people(self, company):
        """Colette collects, Gérard manages credit, Victor sells; log in with the first name, small letters, twice."""
        people = {}
        for login, name, group, job in (
            ("colette", "Colette Rappel", "receivable.group_receivable_user", "Chargée de recouvrement"),
            ("gerard", "Gérard Encours", "receivable.group_receivable_manager", "Credit manager"),
            ("victor", "Victor Devis", "base.group_user", "Commercial"),
        ):
            groups = [Command.link(self.env.ref("base.group_user").id), Command.link(self.env.ref(group).id)]
            if login != "victor":
                groups.append(Command.link(self.env.ref("account.group_account_invoice").id))
            user = self.env["res.users"].with_context(no_reset_password=True).create({
                "name": name, "login": login, "password": login, "email": f"{login}@lunapres.example", "lang": self._lang("fr_FR"),
                "tz": "Europe/Paris", "company_id": company.id, "company_ids": [Command.set(company.ids)], "group_ids": groups,
            })  # fmt: skip
            user.partner_id.write({"function": job, "phone": "01 99 00 12 0" + str(len(people) + 1)})
            people[login] = self._keep(login, user)
        return people

    # -- the payers -----------------------------------------------------------------------------------------------------------

    def _payers(self, company, people, day):
        payers = {}
        for story in tale.STORIES:
            domain = story.key + ".example"
            payer = self.env["res.partner"].create({
                "name": story.name,
                "ref": story.key,
                "is_company": story.kind != "person",
                "payer_kind": story.kind,
                "payer_size": story.size,
                "street": f"{len(story.name)} rue de l'Invention",
                "zip": story.zip,
                "city": story.city,
                "country_id": self.env.ref(f"base.{story.country}").id,
                "lang": self._lang(story.lang),
                "email": f"compta@{domain}" if story.email else False,
                "phone": story.phone,
                "user_id": people["victor"].id,
                "payer_collector_id": people["colette"].id,
                "company_id": False,
                "customer_rank": 1,
                "child_ids": [
                    Command.create({"name": name, "email": f"{name.split()[0].lower()}@{domain}", "type": "contact"})
                    for name in story.contacts
                ],
            })
            if story.limit is not None:
                payer.write({"use_partner_credit_limit": True, "credit_limit": story.limit, "payer_no_credit": not story.limit})
            payers[story.key] = self._keep(story.key, payer)
            if story.parent:
                payer.with_context(lang=company.partner_id.lang).payer_group_id = payers[story.parent]
        return payers

    def _fix_profiles(self, company, payers):
        """Key accounts are chosen by a person, with a reason."""
        self = self.with_context(lang=company.partner_id.lang)
        for key, profile in PROFILES_BY_HAND.items():
            payers[key].with_env(self.env).with_company(company)._payer_fix_profile(
                self.env.ref(f"receivable.payer_profile_{profile}"), self.env._("One of our largest customers"), None
            )

    # -- the ledger -----------------------------------------------------------------------------------------------------------

    def _history(self, company, payers, day):
        """Two years of settled invoices, brought along with the wizard that a new customer uses."""
        closed = self._closed(day)
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";")
        writer.writerow(["Client", "Pièce", "Date", "Échéance", "TTC", "Règlement", "Devise"])
        for story in tale.STORIES:
            for line in tale.history(story, day, closed):
                writer.writerow([line.customer, line.number, line.issued, line.due, f"{line.amount:.2f}", line.paid, "EUR"])
        report = self.env["receivable.import"]._import_file(company, "history.csv", text.getvalue().encode(), {"date": day})
        if report.state != "done":
            raise ValueError(report.message or report.refused[:3])

    def _invoices(self, payers, people, day):
        """What is open today: invoices with their instalments, parts paid, credit notes, and what was settled lately."""
        invoices = {}
        for story in tale.STORIES:
            payer = payers[story.key]
            for number, bill in enumerate(story.bills):
                invoices[story.key, number] = self._keep(
                    f"invoice_{story.key}_{number}", self._invoice(payer, people, day, bill)
                )
            for amount, offset in story.credits:
                self._invoice(payer, people, day, tale.Bill(amount, offset), "out_refund")
            for amount, due, paid in story.settled:
                move = self._invoice(payer, people, day, tale.Bill(amount, due))
                self._bank_payment(move, amount, tale.due_day(day, paid, self._closed(day)))
        return invoices

    def _invoice(self, payer, people, day, bill, kind="out_invoice"):
        """One posted invoice without tax, with its instalments as move lines."""
        closed = self._closed(day)
        dues = [(bill.amount, bill.due), *bill.then]
        first = tale.due_day(day, bill.due, closed)
        issued = min(fields.Date.subtract(first, days=30), fields.Date.subtract(day, days=1))
        move = self.env["account.move"].create({
            "move_type": kind,
            "partner_id": payer.id,
            "invoice_date": issued,
            "invoice_date_due": first,
            "currency_id": self.env.ref(f"base.{bill.currency}").id,
            "invoice_user_id": people["victor"].id,
            "ref": False,
            "invoice_line_ids": [Command.create({
                "name": "Agencement et mobilier", "quantity": 1, "price_unit": sum(amount for amount, _due in dues),
                "tax_ids": [Command.clear()],
            })],
        })  # fmt: skip
        if bill.then:
            move.invoice_payment_term_id = self._term(dues, issued, day, closed)
        move.action_post()
        for amount, offset in bill.paid:
            self._bank_payment(move, amount, tale.due_day(day, offset, closed))
        return move

    def _term(self, dues, issued, day, closed):
        """Payment terms with one instalment per due date of the story."""
        total = sum(amount for amount, _due in dues)
        return self.env["account.payment.term"].create({
            "name": self.env._("%(count)s instalments", count=len(dues)),
            "line_ids": [
                Command.create({
                    "value": "percent", "value_amount": 100 * amount / total,
                    "delay_type": "days_after", "nb_days": (tale.due_day(day, offset, closed) - issued).days,
                })
                for amount, offset in dues
            ],
        })  # fmt: skip

    # -- the bank -------------------------------------------------------------------------------------------------------------

    def _bank_journal(self):
        return self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1, order="id"
        )

    def _bank_line(self, amount, date, name, label):
        return self.env["account.bank.statement.line"].create({
            "journal_id": self._bank_journal().id, "date": date, "amount": amount, "payment_ref": label, "partner_name": name,
        })  # fmt: skip

    def _bank_payment(self, move, amount, date):
        """Money on the bank statement, matched with the invoice: proven."""
        line = self._bank_line(amount, date, move.partner_id.name, move.name)
        _liquidity, suspense, _other = line._seek_for_lines()
        receivable = move.line_ids.filtered(lambda one: one.account_id.account_type == "asset_receivable" and not one.reconciled)
        suspense.write({"account_id": receivable[:1].account_id.id, "partner_id": move.commercial_partner_id.id})
        (suspense | receivable.sorted("date_maturity")[:1]).reconcile()

    def _bank_lines(self, company, invoices, day):
        """Money that arrived and is not matched yet: the night must see it."""
        for story in tale.STORIES:
            for amount, offset, name, label in story.bank:
                number = invoices[story.key, 0].name
                self._bank_line(amount, tale.due_day(day, offset, self._closed(day)), name, label.format(number=number))

    def _pauses(self, payers, people, day):
        self = self.with_context(lang=self.env.company.partner_id.lang)
        told = {
            "louche": self.env._("Payment plan of 6 instalments, kept: next one awaited"),
            "poireaux": self.env._("Direct debit of 960.00 EUR under way"),
            "boulons": self.env._("Subsidy awaited, said the treasurer"),
        }
        for story in tale.STORIES:
            if not story.pause:
                continue
            since, until, debits = story.pause
            self.env["receivable.pause"].with_user(people["gerard"]).create({
                "partner_id": payers[story.key].id,
                "company_id": self.env.company.id,
                "reason": told[story.key],
                "date_from": fields.Date.add(day, days=since),
                "date_until": fields.Date.add(day, days=until) if until is not None else False,
                "stop_debits": debits,
            })
