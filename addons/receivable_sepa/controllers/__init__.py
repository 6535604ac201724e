from . import collection, mandate_document, portal_mandates, portal_signing, portal_visit
