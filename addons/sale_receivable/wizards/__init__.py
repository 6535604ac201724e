from . import credit_answer, credit_confirmation, credit_refusal, credit_release_wizard, sale_week_word
