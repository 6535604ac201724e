from email import message_from_bytes, policy
from unittest.mock import patch

from lxml import html
from markupsafe import Markup

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.modules.neutralize import neutralize_database
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.receivable.tests.rights import RightsCase
from odoo.addons.receivable_dunning.models.dunning_action_text import DunningAction as ActionText

from .common import DunningCase, after

SCRIPT = "<script>alert(1)</script>"
FILES = '<img src="file:///etc/passwd"><iframe src="http://169.254.169.254/"></iframe><object data="file:///etc/passwd"></object>'
BCC = "\r\nBcc: thief@evil.example"
FORBIDDEN = (
    "//script | //iframe | //object | //embed | //link | //form | //@onerror | //@onload | //img[not(starts-with(@src, 'data:image/'))]"
)


@tagged("post_install", "-at_install")
class TestHostile(DunningCase):
    """Names, references and texts come from strangers: they are words, in e-mails, letters, previews and headers."""

    def hostile(self):
        """A message whose every name and text wants to be more than words."""
        payer = self.payer(
            f"Garage {SCRIPT}", email="evil@tourneboulon.example", ref=SCRIPT, street=FILES, zip="54990", city=SCRIPT,
            country_id=self.env.ref("base.fr").id,
        )  # fmt: skip
        self.company.write({"name": f"Us {SCRIPT}", "dunning_legal_line": FILES, "street": FILES, "dunning_mediator": SCRIPT})
        self.collector.name = f"Colette {SCRIPT}"
        bill = self.invoice(payer, "2026-03-16", 1000, ref=f"{SCRIPT}{FILES}", payment_reference=SCRIPT)
        bill.line_ids.filtered("date_maturity").name = FILES
        action = self.plan(after(5)).filtered(lambda action: action.partner_id == payer)
        action.with_user(self.collector).action_change_text(
            f"{SCRIPT}\n\n\x01{FILES}\n\n**{SCRIPT}**\n\n"
            "{{payer}} {{account}} {{items table}} {{how to pay}} {{total due}}"
        )
        return action

    def check_words_only(self, page):
        found = html.fromstring(str(page)).xpath(FORBIDDEN)
        self.assertFalse(found, [html.tostring(one) if not isinstance(one, str) else one for one in found])
        self.assertNotIn("file:///", "".join(html.fromstring(str(page)).xpath("//@src | //@href | //@data | //@style")))

    def test_an_email_and_its_preview_hold_words_only(self):
        action = self.hostile()
        self.check_words_only(action.with_user(self.collector).preview)
        action.with_user(self.collector).action_approve()
        self.send(after(5))
        (mail,) = self.mails()
        self.check_words_only(mail.get_body(("html",)).get_content())
        self.assertIn("alert(1)", mail.get_body(("html",)).get_content())

    def test_a_letter_loads_nothing_from_a_disk_or_a_network(self):
        action = self.hostile()
        action.with_user(self.collector).action_letter_instead()
        with self.on(after(5)):
            composed = action._composed(after(5))[action.id]
        self.check_words_only(composed.framed)

    def test_a_template_is_shown_as_words_too(self):
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_standard").with_user(self.manager)
        template.body = f"{SCRIPT} {FILES} {template.body}"
        self.check_words_only(template.preview_en)

    def test_the_timeline_holds_no_script_whoever_wrote(self):
        action = self.hostile()
        action.with_user(self.collector).action_approve()
        self.send(after(5))
        action.partner_id.message_post(body=Markup(SCRIPT), message_type="email", subject=SCRIPT)
        for line in action.partner_id.with_user(self.collector).receivable_timeline:
            if line["body"]:
                self.check_words_only(f"<div>{line['body']}</div>")

    def test_a_note_of_a_call_is_words_on_the_agenda_and_on_the_timeline(self):
        self.calls_alone()
        self.invoice(self.garage, "2026-03-16", 1000)
        action = self.plan(after(5)).filtered(lambda action: action.partner_id == self.garage)
        action.with_user(self.collector).action_call_instead()
        action.with_user(self.collector).action_call_outcome("disputed", note=f"<b>{SCRIPT}{FILES}</b>")
        told = self.garage.activity_ids.note, self.garage.message_ids[:1].body
        for page in told:
            self.check_words_only(f"<div>{page}</div>")
            self.assertIn("alert(1)", str(page))

    # -- headers --------------------------------------------------------------------------------------------------------------

    def test_a_line_break_in_a_name_adds_no_header(self):
        for who, record in (("payer", self.garage), ("company", self.company), ("collector", self.collector.partner_id)):
            with self.subTest(who=who):
                record.name = f"Innocent{BCC}"
                payer = self.garage if who == "payer" else self.payer("Chez Marthe", email="marthe@chez.example")
                bill = self.invoice(payer, "2026-03-16", 700)
                action = self.plan(after(5)).filtered(lambda action, payer=payer: action.partner_id == payer)
                self.send(after(5))
                self.assertEqual(action.state, "sent", action.reason)
                for _sender, recipients, mail in self.server.kept:
                    self.assertNotIn("Bcc", mail)
                    self.assertNotIn("thief@evil.example", recipients)
                    self.assertNotIn(b"\nBcc:", mail.as_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[0])
                record.name = "Somebody"
                self.pay(bill)

    def test_a_subject_is_a_single_line(self):
        with self.assertRaises(ValidationError):
            self.env.ref("receivable_dunning.dunning_template_reminder_1_standard").subject = f"Reminder{BCC}"

    def test_an_address_inside_a_name_is_not_written_to(self):
        self.garage.name = "Garage <thief@evil.example>"
        self.collector.name = "thief@evil.example"
        _action, (bill,) = self.reminder(1000)
        bill.invoice_user_id = self.collector
        self.scenario.level_ids.copy_salesperson = True
        self.send(after(5))
        ((_sender, recipients, _mail),) = self.server.kept
        self.assertEqual(set(recipients), {"compta@tourneboulon.example", "colette@lunapres.example"})

    def test_a_line_break_in_an_address_adds_no_header(self):
        payer = self.payer("Chez Marthe", email=f"marthe@chez.example{BCC}")
        self.invoice(payer, "2026-03-16", 700)
        self.plan(after(5))
        self.send(after(5))
        for _sender, recipients, mail in self.server.kept:
            self.assertNotIn("Bcc", mail)
            self.assertNotIn("thief@evil.example", recipients)

    # -- a copy of the database -----------------------------------------------------------------------------------------------

    def test_a_neutralised_copy_sends_nothing_whatever_is_switched_on_again(self):
        action, _bills = self.reminder(1000)
        action.with_user(self.manager).action_approve()
        self.env.flush_all()
        neutralize_database(self.env.cr)
        self.env.registry.clear_all_caches()
        self.env.invalidate_all()
        self.assertEqual(set(self.env["res.company"].search([]).mapped("dunning_mode")), {"test"})
        ours = self.env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "=", "receivable_dunning")]).mapped("res_id")
        self.assertTrue(ours)
        self.assertFalse(any(self.env["ir.cron"].with_context(active_test=False).browse(ours).mapped("active")))
        self.send(after(5))
        self.company.with_user(self.manager).action_dunning_go_live("manual")
        self.company.with_user(self.manager).action_dunning_go_live("auto")
        self.plan(after(5)).filtered(lambda planned: planned.state == "planned").with_user(self.manager).action_approve()
        self.send(after(5))
        self.assertFalse(self.server.kept)
        self.assertIn("neutralised", self.company._dunning_why_nothing_leaves())

    # -- secrets --------------------------------------------------------------------------------------------------------------

    def test_a_personal_link_is_kept_nowhere_not_even_with_the_evidence_of_a_formal_notice(self):
        action, _bills = self.reminder(1000)
        action.severity = 7

        def live_links(actions):
            return {one.id: {one._links()["account"]: "https://pay.example/token-of-the-customer"} for one in actions}

        with patch.object(ActionText, "_live_links", live_links):
            action.with_user(self.manager).action_approve()
            self.send(after(5))
        (mail,) = self.mails()
        self.assertIn("token-of-the-customer", mail.get_body(("plain",)).get_content())
        kept = self.env["ir.attachment"].sudo().search([("res_model", "=", "res.partner"), ("res_id", "=", self.garage.id)])
        evidence = kept.filtered(lambda file: file.mimetype == "message/rfc822")
        self.assertTrue(evidence)
        for file in evidence:
            parts = message_from_bytes(file.raw, policy=policy.default)
            for kind in ("plain", "html"):
                self.assertNotIn("token-of-the-customer", parts.get_body((kind,)).get_content())
        self.assertNotIn("token-of-the-customer", f"{action.body_html} {action.body_text} {action.mail_message_id.body}")

    def test_a_file_of_letters_is_read_by_those_who_follow_payers_up_in_its_company(self):
        batch = self.env["dunning.letter.batch"].sudo().create({"company_id": self.company.id, "date": fields.Date.today()})
        file = self.env["ir.attachment"].sudo().create({
            "name": "letters.pdf", "raw": b"%PDF-1.4", "res_model": "dunning.letter.batch", "res_id": batch.id,
        })  # fmt: skip
        self.assertTrue(file.with_user(self.reader).has_access("read"))
        self.assertFalse(file.with_user(self.reader).has_access("write"))
        other = self.setup_other_company(name="Company B")["company"]
        self.reader.write({"company_ids": [fields.Command.set(other.ids)], "company_id": other.id})
        self.assertFalse(file.with_user(self.reader).has_access("read"))


@tagged("post_install", "-at_install")
class TestAddresses(RightsCase, DunningCase, HttpCase):
    """The files of messages and letters, asked by their address."""

    def test_letters_and_samples_are_given_to_those_who_follow_payers_up_in_the_company_only(self):
        batch = self.env["dunning.letter.batch"].sudo().create({"company_id": self.company.id, "date": fields.Date.today()})
        file = self.env["ir.attachment"].sudo().create({
            "name": "letters.pdf", "raw": b"%PDF-1.4", "res_model": "dunning.letter.batch", "res_id": batch.id,
        })  # fmt: skip
        template = self.env.ref("receivable_dunning.dunning_template_reminder_1_standard")
        letters, sample = f"/web/content/{file.id}", f"/report/html/receivable_dunning.report_letter/{template.id}"
        reader, stranger = self.people["reader"], self.strangers["manager of B"]
        self.assertEqual((self.status(reader, letters), self.status(reader, sample)), (200, 200))
        self.assertNotEqual(self.status(stranger, letters), 200)
        for user in (self.people["portal"], self.people["salesperson"], None):
            self.assertNotEqual(self.status(user, letters), 200)
            self.assertNotEqual(self.status(user, sample), 200)

    def status(self, user, address):
        if user:
            user.password = user.login
            self.env.flush_all()
        self.authenticate(user and user.login, user and user.login)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
            return self.url_open(address, allow_redirects=False).status_code
