-- How many hours before a walk an organisation reminds its people; no row for 48 and 3. NULL for no reminder.
CREATE TABLE reminder_settings (
  organisation_id TEXT NOT NULL,
  early_hours INTEGER,
  late_hours INTEGER,
  version INTEGER NOT NULL,
  CONSTRAINT reminder_settings_pkey PRIMARY KEY (organisation_id),
  CONSTRAINT reminder_settings_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE,
  CONSTRAINT reminder_settings_range_check CHECK ((early_hours IS NULL OR early_hours BETWEEN 1 AND 168) AND (late_hours IS NULL OR late_hours BETWEEN 1 AND 168)),
  CONSTRAINT reminder_settings_order_check CHECK (early_hours IS NULL OR late_hours IS NULL OR late_hours < early_hours)
);

-- What a request with an Idempotency-Key was answered, for a day: whoever did not get the answer asks again and
-- changes nothing. Written in the transaction of what the request does.
CREATE TABLE idempotency_keys (
  user_id TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  reply TEXT,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, idempotency_key),
  CONSTRAINT idempotency_keys_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
