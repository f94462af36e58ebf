DROP TABLE idempotency_keys;
DROP TABLE reminder_settings;
