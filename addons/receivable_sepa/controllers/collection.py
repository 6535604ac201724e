from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route
from odoo.tools.misc import verify_hash_signed

from odoo.addons.receivable_sepa.models.sepa_collection_release import HANDED_OUT, TICKET
from odoo.addons.receivable_sepa.models.sepa_record import SEPA_MANAGER


class CollectionController(Controller):
    """The file for the bank: only with the ticket of the button, which has written the download down, and only for whoever pressed it."""

    @route("/receivable_sepa/collection/file", type="http", auth="user", methods=["GET"], readonly=True)
    def collection_file(self, ticket="", **_ignored):
        collection = request.env["sepa.collection"].browse(self._collection_of(ticket))
        if not collection.has_access("read") or not request.env.user.has_group(SEPA_MANAGER) or collection.state not in HANDED_OUT:
            raise NotFound()
        name = f"{collection.message_id}.xml"
        # sudo: nobody reads the file but through the ticket
        return request.make_response(collection.sudo()._file_data(), headers=[
            ("Content-Type", "application/xml"), ("Content-Disposition", content_disposition(name)), ("Cache-Control", "no-store"),
        ])  # fmt: skip

    def _collection_of(self, ticket):
        """The collection that a ticket of this user names."""
        try:
            known = verify_hash_signed(request.env(su=True), TICKET, ticket)  # sudo: the secret of the database
        except ValueError:
            known = None
        if not known or known[1] != request.env.uid:
            raise NotFound()
        return known[0]
