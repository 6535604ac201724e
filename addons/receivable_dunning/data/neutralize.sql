-- a copy of a database writes to nobody: every company back to test mode, our scheduled actions off
UPDATE res_company SET dunning_mode = 'test', dunning_live_since = NULL, dunning_live_database = NULL, dunning_last_live_id = NULL;
UPDATE ir_cron SET active = false
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'receivable_dunning' AND model = 'ir.cron');
