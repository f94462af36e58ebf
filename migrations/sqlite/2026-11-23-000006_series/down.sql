DROP TABLE job_heartbeats;
DROP TABLE city_days;
DROP TABLE shift_batch_items;
DROP TABLE shift_batches;
DROP TABLE series_occurrences;
DROP TABLE shift_series;
