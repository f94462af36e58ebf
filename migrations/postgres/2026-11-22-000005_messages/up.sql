-- The transactional outbox: a message is committed together with what it is about, and sent by a worker
-- that claims it with a lease. One row, one recipient.
CREATE TABLE outbox (
  id TEXT NOT NULL,
  dedupe_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  priority INTEGER NOT NULL,
  organisation_id TEXT,
  user_id TEXT,
  address TEXT,
  language TEXT NOT NULL,
  params TEXT NOT NULL,
  signup_id TEXT,
  shift_id TEXT,
  status TEXT NOT NULL,
  not_before TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  next_attempt_at TIMESTAMP NOT NULL,
  attempts INTEGER NOT NULL,
  lease_owner TEXT,
  lease_until TIMESTAMP,
  lease_token INTEGER NOT NULL,
  smtp_code INTEGER,
  failure TEXT,
  accepted_at TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT outbox_pkey PRIMARY KEY (id),
  CONSTRAINT outbox_dedupe_key UNIQUE (dedupe_key),
  CONSTRAINT outbox_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT outbox_recipient_check CHECK (user_id IS NOT NULL OR address IS NOT NULL),
  CONSTRAINT outbox_status_check CHECK (status IN ('pending', 'sending', 'sent', 'uncertain', 'dead', 'suppressed', 'expired', 'cancelled'))
);
CREATE INDEX outbox_by_due ON outbox (status, next_attempt_at, priority);
CREATE INDEX outbox_by_signup ON outbox (signup_id, status);
CREATE INDEX outbox_by_shift ON outbox (shift_id, status);

-- Addresses that bounced hard: nothing but security mail is tried again.
CREATE TABLE suppressed_addresses (
  email_norm TEXT NOT NULL,
  failures INTEGER NOT NULL,
  suppressed_at TIMESTAMP,
  last_code INTEGER NOT NULL,
  CONSTRAINT suppressed_addresses_pkey PRIMARY KEY (email_norm)
);
