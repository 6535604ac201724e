from . import dunning_postpone, dunning_preview, dunning_preview_line, dunning_send, dunning_skip
