"""Who may do what: the kit that proves it for every add-on of the suite.

A test lists every public method of its add-on (what RPC reaches) in a table ``{"model.method": Door}``: a new method without
an entry makes it fail. Each kind of person then calls each method on records of company A.
"""

from typing import NamedTuple

from odoo import Command
from odoo.exceptions import AccessError
from odoo.models import BaseModel
from odoo.service.model import call_kw
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.receivable.tests.common import ReceivableCase

READER, COLLECTOR, MANAGER = (f"receivable.group_receivable_{name}" for name in ("reader", "user", "manager"))
ADMINISTRATOR = "base.group_system"  # the settings page is core's own
RANKS = ("nobody", READER, COLLECTOR, MANAGER, ADMINISTRATOR)


class Door(NamedTuple):
    """A public method: who may pass at least, with which arguments a test calls it."""

    least: str  # a group, or 'nobody': it opens a window and changes nothing, the window has its own rights
    arguments: tuple = ()
    own_company: bool = False  # acts on the company of whoever calls; else on the company of the record


def public_methods(env, addon):
    """What RPC reaches in this add-on: ``{"model.method"}``; what every model has by the ORM is guarded by access rights."""
    return {
        f"{name}.{attribute}"
        for name, model in env.registry.items()
        for source in model.mro()
        if source.__module__.startswith(f"odoo.addons.{addon}.") and ".tests." not in source.__module__
        for attribute, value in vars(source).items()
        if callable(value) and not attribute.startswith("_") and not hasattr(BaseModel, attribute)
        and not getattr(value, "_api_private", False) and not isinstance(value, type)
    }  # fmt: skip


class RightsCase(ReceivableCase):
    """One person of each kind in company A, and those who follow payers up in company B."""

    ranks = RANKS  # who may do more stands further behind; a bridge puts its own people in between

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_data_2 = cls.setup_other_company(name="Company B")
        cls.other = cls.company_data_2["company"]
        cls.garage = cls.payer("Garage Tourneboulon", email="compta@tourneboulon.example")
        cls.bill = cls.invoice(cls.garage, "2026-03-16", 1000)
        cls.people = {
            "portal": cls.person("portal", "base.group_portal"),
            "salesperson": cls.person("salesperson", "base.group_user,base.group_partner_manager"),
            "reader": cls.person("reader", READER),
            "collector": cls.person("collector", COLLECTOR),
            "manager": cls.person("manager", f"{MANAGER},account.group_account_invoice"),  # an import writes invoices
        }
        cls.strangers = {
            "reader of B": cls.person("reader_b", READER, cls.other),
            "collector of B": cls.person("collector_b", COLLECTOR, cls.other),
            "manager of B": cls.person("manager_b", MANAGER, cls.other),
        }
        cls.people["portal"].partner_id.parent_id = cls.garage

    @classmethod
    def person(cls, name, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env, f"rights_{name}", groups=groups, email=f"{name}@lunapres.example",
            company_id=company.id, company_ids=[Command.set(company.ids)],
        )  # fmt: skip

    # -- the table ------------------------------------------------------------------------------------------------------------

    def rank(self, user):
        return max(self.ranks.index(group) for group in self.ranks if group == "nobody" or user.has_group(group))

    def call(self, user, method, record, arguments):
        """The method as RPC calls it, in a world that is put back; what it did is told by ``traces``."""
        model, name = method.rsplit(".", 1)
        before = self.traces()
        savepoint = self.env.cr.savepoint()
        self.env.invalidate_all()  # what the test has read is not what this person may read
        try:
            with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                env = self.env(user=user.id, su=False)
                ids = [] if getattr(getattr(type(env[model]), name), "_api_model", False) else [record.ids]
                call_kw(env[model], name, [*ids, *arguments], {})
        except AccessError:
            return "refused"
        except Exception as error:  # noqa: BLE001 (a sentence for a person: let in, and told something)
            return f"told: {error}"
        else:
            self.env.flush_all()
            return "passed" if self.traces() == before else "changed"
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def traces(self):
        """What a call may not change behind the back of the rights: the rows of the tables that matter."""
        self.env.flush_all()
        found = []
        for table, columns in self.traced().items():
            self.env.cr.execute(f"SELECT md5(string_agg(t::text, ';' ORDER BY t::text)) FROM (SELECT {columns} FROM {table}) t")  # pylint: disable=sql-injection
            found.append(self.env.cr.fetchone())
        return found

    def traced(self):
        return {
            "receivable_pause": "id, resumed_on, date_until",
            "res_partner": "id, payer_profile_id, payer_profile_fixed_reason, payer_collector_id, payer_no_credit",
            "payer_score": "id",
            "receivable_event": "id",
            "receivable_sight_answer": "id, taken_back_on",
            "receivable_import": "id, state",
            "account_move": "id, state",
            "mail_mail": "id",
            "mail_message": "id",
            "res_company": "id, payer_score_wadl",
        }

    def check_the_doors(self, addon, doors, records):
        """The whole table: every method is listed, below its group it refuses, from its group on it does not."""
        self.assertEqual(public_methods(self.env, addon), set(doors), "each public method has its least group in this table")
        for method, door in doors.items():
            record = records[method.rsplit(".", 1)[0]]
            arguments = tuple(value(self) if callable(value) else value for value in door.arguments)
            for who, user in (self.people | self.strangers).items():
                with self.subTest(method=method, who=who):
                    outcome = self.call(user, method, record, arguments)
                    if door.least == "nobody":
                        self.assertNotEqual(outcome, "changed")
                    elif self.rank(user) < self.ranks.index(door.least):
                        self.assertEqual(outcome, "refused")
                    elif who in self.strangers and not door.own_company:
                        self.assertNotIn(outcome, ("passed", "changed"))
                    else:
                        self.assertNotEqual(outcome, "refused")

    # -- other companies ------------------------------------------------------------------------------------------------------

    def check_nothing_crosses(self, model, records):
        """Those of company B find none of these records of company A, whichever way they search; those of A do."""
        self.assertTrue(records, f"{model}: the test needs a record of company A")
        ids, reader, manager = set(records.ids), self.people["reader"], self.people["manager"]
        mine = reader if self.env[model].with_user(reader).has_access("read") else manager
        self.assertEqual(set(self.env[model].with_user(mine).browse(ids).exists().mapped("id")), ids)
        self.assertLessEqual(ids, set(self.env[model].with_user(mine).search([("id", "in", list(ids))]).ids))
        for who, user in self.strangers.items():
            theirs = self.env[model].with_user(user)
            if not theirs.has_access("read"):
                continue
            with self.subTest(model=model, who=who), mute_logger("odoo.addons.base.models.ir_rule"):
                self.env.invalidate_all()
                self.assertFalse(ids & set(theirs.search([]).ids))
                self.assertFalse(theirs.search_count([("id", "in", list(ids))]))
                self.assertFalse(theirs.web_search_read([("id", "in", list(ids))], {"display_name": {}})["records"])
                self.assertFalse(theirs._read_group([("id", "in", list(ids))], [], ["__count"])[0][0])
                self.assertFalse(theirs.formatted_read_group([("id", "in", list(ids))], ["id"], ["__count"]))
                with self.assertRaises(AccessError):
                    theirs.browse(ids).read(["display_name"])
                with self.assertRaises(AccessError):
                    theirs.browse(ids).web_read({"display_name": {}})
