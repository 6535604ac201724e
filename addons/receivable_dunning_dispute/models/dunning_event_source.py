from odoo import api, fields, models


class DunningEventSource(models.AbstractModel):
    """A promise or a dispute that came of a call or of a reply: what it came of is dealt with once it is recorded."""

    _name = "dunning.event.source"
    _description = "Came of a call or a reply"

    dunning_call_id = fields.Many2one("dunning.action", string="Said in the call", index="btree_not_null", readonly=True)
    dunning_reply_id = fields.Many2one("dunning.reply", string="Written in", index="btree_not_null", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for record in records:
            if record.dunning_call_id:
                record.dunning_call_id._called(record._call_outcome, record._said())
            if record.dunning_reply_id:
                record.dunning_reply_id.with_env(self.env)._agreed()
        return records
