-- Calendars that programs fetch by a secret address: one a person, one an organisation. Only the hash of the secret
-- is kept; a new one replaces the old, whose address is dead from then on.
CREATE TABLE calendar_feeds (
  user_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  made_at TEXT NOT NULL,
  CONSTRAINT calendar_feeds_pkey PRIMARY KEY (user_id),
  CONSTRAINT calendar_feeds_hash_key UNIQUE (token_hash),
  CONSTRAINT calendar_feeds_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE organisation_calendar_feeds (
  organisation_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  language TEXT NOT NULL,
  made_at TEXT NOT NULL,
  CONSTRAINT organisation_calendar_feeds_pkey PRIMARY KEY (organisation_id),
  CONSTRAINT organisation_calendar_feeds_hash_key UNIQUE (token_hash),
  CONSTRAINT organisation_calendar_feeds_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE
) STRICT;
