from lxml import etree

from odoo.tests import tagged

from odoo.addons.receivable_sepa.tests.common import SepaCase


@tagged("post_install", "-at_install")
class TestTheScreenOfAMandate(SepaCase):
    """What a browser asks of whoever makes a mandate."""

    def test_whoever_makes_a_mandate_is_not_asked_who_the_creditor_is(self):
        """A browser wants each required field of a form, those on hidden pages too."""
        Mandate = self.env["sepa.mandate"]
        form = etree.fromstring(Mandate.get_view(view_type="form")["arch"])
        shown = {node.get("name") for node in form.xpath("//field[not(ancestor::list)]") if node.get("required") != "False"}
        required = {name for name in shown if Mandate._fields[name].required}
        self.assertEqual(required - set(Mandate.default_get(list(required))), {"partner_id", "lang"})  # the language follows the payer
