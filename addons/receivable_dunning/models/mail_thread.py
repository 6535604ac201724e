from odoo import api, models

from odoo.addons.receivable_dunning.logic.incoming import recognise


class MailThread(models.AbstractModel):
    """E-mails that come in: which of them answer one of our messages, and which bring one back."""

    _inherit = "mail.thread"

    @api.model
    def _detect_is_bounce(self, message, message_dict):
        """Absence notes go to the address that takes bounces (RFC 3834): core would count them as one, and lose their words."""
        if not super()._detect_is_bounce(message, message_dict):
            return False
        incoming = recognise(message)
        referred = f"{message_dict.get('references') or ''} {message_dict.get('in_reply_to') or ''}"
        named = [one for one in incoming.named if one in referred]
        return incoming.nature in ("bounce", "delayed") or not self.env["dunning.action"]._named(named)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """A delay and a read receipt are no bounces: noted, not counted. A message of ours that came back has to be seen."""
        incoming = recognise(email_message)
        action = self.env["dunning.action"]._named(incoming.named, message_dict["bounced_message"])
        if action and incoming.nature in ("delayed", "automatic"):
            action._note_report(incoming)
            return
        super()._routing_handle_bounce(email_message, message_dict)
        if action and incoming.nature == "bounce":
            action._come_back(incoming)

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Tell the payer's thread what it gets; core answers an automatic message with no automatic message."""
        incoming = recognise(message)
        parent = self.env["mail.message"].browse(message_dict.get("parent_id") or [])
        action = self.env["dunning.action"]._named(incoming.named, parent)
        if action:
            self = self.with_context(dunning_incoming=(incoming.nature, action.id))
            if incoming.nature != "reply":
                message_dict["message_type"] = "auto_comment"
        return super()._message_route_process(message, message_dict, routes)
