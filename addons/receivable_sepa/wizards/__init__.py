from . import (
    sepa_collection_decide,
    sepa_mandate_amend,
    sepa_mandate_link,
    sepa_mandate_paper,
    sepa_mandate_stop,
    sepa_return_match,
)
