-- A shift of several organisations is one of its own again: the others' people leave it, with what hangs on them.
DELETE FROM stand_in_requests WHERE signup_id IN (SELECT id FROM signups WHERE home_organisation_id <> organisation_id);
CREATE TABLE kept_stand_ins AS SELECT * FROM stand_in_requests;
CREATE TABLE kept_signups AS SELECT * FROM signups WHERE home_organisation_id = organisation_id;
CREATE TABLE kept_attendances AS SELECT * FROM attendances WHERE home_organisation_id = organisation_id;
DROP TABLE stand_in_requests;
DROP TABLE signups;
DROP TABLE attendances;
CREATE TABLE signups (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  membership_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL,
  adult INTEGER NOT NULL CHECK (adult IN (0, 1)),
  queue_position INTEGER,
  added_by TEXT,
  override_reason TEXT,
  signed_up_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  offered_until TEXT,
  CONSTRAINT signups_pkey PRIMARY KEY (id),
  CONSTRAINT signups_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT signups_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT signups_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT signups_user_fkey FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT signups_status_check CHECK (status IN ('invited', 'signed_up', 'waitlisted', 'declined', 'cancelled', 'attended', 'no_show')),
  CONSTRAINT signups_queue_check CHECK ((status = 'waitlisted') = (queue_position IS NOT NULL))
) STRICT;
INSERT INTO signups (id, organisation_id, shift_id, membership_id, user_id, status, adult, queue_position, added_by, override_reason, signed_up_at, changed_at, offered_until) SELECT id, organisation_id, shift_id, membership_id, user_id, status, adult, queue_position, added_by, override_reason, signed_up_at, changed_at, offered_until FROM kept_signups;
CREATE UNIQUE INDEX signups_one_current ON signups (shift_id, user_id) WHERE status IN ('signed_up', 'waitlisted');
CREATE INDEX signups_by_user ON signups (user_id, status);
CREATE INDEX signups_by_shift ON signups (shift_id, status, queue_position);
CREATE INDEX signups_by_membership ON signups (membership_id, status);
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
INSERT INTO stand_in_requests (id, organisation_id, shift_id, signup_id, status, asked_at, ended_at) SELECT id, organisation_id, shift_id, signup_id, status, asked_at, ended_at FROM kept_stand_ins;
CREATE UNIQUE INDEX stand_in_requests_one_open ON stand_in_requests (signup_id) WHERE status = 'open';
CREATE INDEX stand_in_requests_by_shift ON stand_in_requests (shift_id, status);
CREATE TABLE attendances (
  shift_id TEXT NOT NULL,
  walker_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  membership_id TEXT,
  first_name TEXT,
  adult INTEGER NOT NULL CHECK (adult IN (0, 1)),
  way TEXT NOT NULL,
  came_at TEXT NOT NULL,
  left_at TEXT,
  group_number INTEGER,
  created_at TEXT NOT NULL,
  CONSTRAINT attendances_pkey PRIMARY KEY (shift_id, walker_id),
  CONSTRAINT attendances_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT attendances_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT attendances_who_check CHECK ((membership_id IS NULL) = (first_name IS NOT NULL)),
  CONSTRAINT attendances_walker_check CHECK (membership_id IS NULL OR membership_id = walker_id),
  CONSTRAINT attendances_way_check CHECK (way IN ('leader', 'self', 'code')),
  CONSTRAINT attendances_span_check CHECK (left_at IS NULL OR came_at <= left_at)
) STRICT;
INSERT INTO attendances (shift_id, walker_id, organisation_id, membership_id, first_name, adult, way, came_at, left_at, group_number, created_at) SELECT shift_id, walker_id, organisation_id, membership_id, first_name, adult, way, came_at, left_at, group_number, created_at FROM kept_attendances;
CREATE INDEX attendances_by_membership ON attendances (membership_id);
CREATE INDEX attendances_by_organisation ON attendances (organisation_id, shift_id);
DROP TABLE kept_stand_ins;
DROP TABLE kept_signups;
DROP TABLE kept_attendances;
UPDATE shifts SET
  taken = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.status IN ('signed_up', 'attended', 'no_show')),
  adults = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.status IN ('signed_up', 'attended', 'no_show') AND signups.adult = 1),
  waiting = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.status = 'waitlisted'),
  offered = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.offered_until IS NOT NULL)
  WHERE id IN (SELECT shift_id FROM shift_shares);
UPDATE shifts SET signup_rules = json_remove(signup_rules, '$.releaseHours') WHERE signup_rules IS NOT NULL;
DROP TABLE shift_shares;
