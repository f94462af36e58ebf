-- What an organisation has settled on its sign-ups (a JSON object; the defaults where there is none), and what one
-- shift has settled for itself.
ALTER TABLE organisations ADD COLUMN signup_settings TEXT;
ALTER TABLE shifts ADD COLUMN signup_rules TEXT;
-- Places kept for people of the queue who have been asked and have not answered: never free for anybody else.
ALTER TABLE shifts ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signups ADD COLUMN offered_until TEXT;

-- What members have shown, noted by whom in which role and when. Never a document, never what stands in one.
CREATE TABLE member_qualifications (
  organisation_id TEXT NOT NULL,
  membership_id TEXT NOT NULL,
  qualification TEXT NOT NULL,
  shown_on TEXT NOT NULL,
  valid_until TEXT,
  noted_by_role TEXT NOT NULL,
  noted_at TEXT NOT NULL,
  CONSTRAINT member_qualifications_pkey PRIMARY KEY (membership_id, qualification),
  CONSTRAINT member_qualifications_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id) ON DELETE CASCADE
) STRICT;

-- Somebody on a shift asks for another to take over. Until one does, the first keeps the duty.
CREATE TABLE stand_in_requests (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  signup_id TEXT NOT NULL,
  status TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  ended_at TEXT,
  CONSTRAINT stand_in_requests_pkey PRIMARY KEY (id),
  CONSTRAINT stand_in_requests_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT stand_in_requests_signup_fkey FOREIGN KEY (organisation_id, signup_id) REFERENCES signups (organisation_id, id),
  CONSTRAINT stand_in_requests_status_check CHECK (status IN ('open', 'taken', 'ended'))
) STRICT;
CREATE UNIQUE INDEX stand_in_requests_one_open ON stand_in_requests (signup_id) WHERE status = 'open';
CREATE INDEX stand_in_requests_by_shift ON stand_in_requests (shift_id, status);

-- Who wants to know when people are missing on a shift.
CREATE TABLE shift_watches (
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  since TEXT NOT NULL,
  CONSTRAINT shift_watches_pkey PRIMARY KEY (shift_id, user_id),
  CONSTRAINT shift_watches_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT shift_watches_user_fkey FOREIGN KEY (user_id) REFERENCES users (id)
) STRICT;

-- Which alerts about missing people have gone out for a shift at its present time: each once.
CREATE TABLE shift_alerts (
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  time_version INTEGER NOT NULL,
  alert TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  CONSTRAINT shift_alerts_pkey PRIMARY KEY (shift_id, time_version, alert),
  CONSTRAINT shift_alerts_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id)
) STRICT;
