import io

from odoo import models

LETTER = "receivable_dunning.report_letter"


class IrActionsReport(models.Model):
    """A letter is a page of its own: it is printed without the company's layout and without loading anything."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        if self._get_report(report_ref).report_name != LETTER:
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        templates = self.env["dunning.template"].browse(res_ids)
        return {
            template.id: {"stream": io.BytesIO(templates._letters_pdf(template._sample_letters())), "attachment": None}
            for template in templates
        }
