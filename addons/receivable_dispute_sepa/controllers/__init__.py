from . import portal_mandates
