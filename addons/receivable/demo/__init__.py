"""The demo company: Lunaprès Mobilier SAS, twenty-six payers, each with a story."""
