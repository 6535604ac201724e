from . import (
    collection,
    mandate_document,
    portal_account,
    portal_link,
    portal_mandates,
    portal_signing,
    portal_visit,
)
