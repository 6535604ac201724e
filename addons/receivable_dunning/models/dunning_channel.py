from odoo import api, models


class DunningChannel(models.AbstractModel):
    """How a message reaches a payer: the contract, and a channel that reaches nobody.

    One model ``dunning.channel.<code>`` an implementation, ``code`` being a value of ``dunning.level.channel``; a bridge adds a
    channel by adding the value and the model. A channel never decides whether something leaves: the gate and the outbox did.
    """

    _name = "dunning.channel"
    _description = "Dunning channel"

    @api.model
    def _reachable(self, partners):
        """The address at which each partner can be reached: ``{partner id: address, or '' when there is none}``."""
        return dict.fromkeys(partners.ids, "")

    @api.model
    def _prepare(self, actions, date):
        """Write down what these messages will say and to whom, so that a person can read it; nothing leaves.

        What cannot be said is *failed* with one sentence. Answers the words of those that are ready: ``{action id: Composed}``.
        """
        return {}

    @api.model
    def _deliver(self, actions, date):
        """Bring approved messages on their way. Called with the gate passed and everything committed."""
        raise NotImplementedError(f"{self._name} does not say how a message leaves.")
