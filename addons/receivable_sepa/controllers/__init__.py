from . import collection, mandate_document
