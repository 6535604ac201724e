from . import logic, models
