from . import dunning_run, queue_job, res_config_settings
