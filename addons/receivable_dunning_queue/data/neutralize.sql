-- a copy of a database decides nothing by itself
UPDATE ir_cron SET active = false
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'receivable_dunning_queue' AND model = 'ir.cron');
