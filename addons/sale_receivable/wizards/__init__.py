from . import credit_answer, credit_confirmation, credit_refusal, credit_release_wizard
