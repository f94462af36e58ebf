-- Shifts and sign-ups. `taken` never passes `maximum`: the row is locked, the update is conditional, and the
-- CHECK says no as well. An override by a leader raises `extra_places`, which is logged.
CREATE TABLE shifts (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  activity_type TEXT NOT NULL,
  title TEXT NOT NULL,
  district_key TEXT NOT NULL,
  place_name TEXT NOT NULL,
  place_address TEXT,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  starts_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  local_date TEXT NOT NULL,
  minimum INTEGER NOT NULL,
  maximum INTEGER NOT NULL,
  extra_places INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  adults INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  needs_leader BOOLEAN NOT NULL,
  leader_membership_id TEXT,
  notes TEXT NOT NULL,
  briefing TEXT NOT NULL,
  public BOOLEAN NOT NULL,
  status TEXT NOT NULL,
  cancel_reason TEXT,
  cancel_message TEXT,
  cancelled_at TIMESTAMP,
  time_version INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT shifts_pkey PRIMARY KEY (id),
  CONSTRAINT shifts_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT shifts_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT shifts_district_fkey FOREIGN KEY (district_key) REFERENCES districts (district_key),
  CONSTRAINT shifts_leader_fkey FOREIGN KEY (organisation_id, leader_membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT shifts_status_check CHECK (status IN ('draft', 'open', 'confirmed', 'completed', 'reported', 'aborted', 'cancelled')),
  CONSTRAINT shifts_span_check CHECK (starts_at < ends_at),
  CONSTRAINT shifts_places_check CHECK (minimum >= 1 AND minimum <= maximum AND maximum <= 500),
  CONSTRAINT shifts_taken_check CHECK (taken >= 0 AND taken <= maximum + extra_places),
  CONSTRAINT shifts_adults_check CHECK (adults >= 0 AND adults <= taken),
  CONSTRAINT shifts_waiting_check CHECK (waiting >= 0),
  CONSTRAINT shifts_extra_check CHECK (extra_places >= 0)
);
CREATE INDEX shifts_by_time ON shifts (status, starts_at, id);
CREATE INDEX shifts_by_organisation ON shifts (organisation_id, starts_at, id);

CREATE TABLE signups (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  membership_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL,
  adult BOOLEAN NOT NULL,
  queue_position INTEGER,
  added_by TEXT,
  override_reason TEXT,
  signed_up_at TIMESTAMP NOT NULL,
  changed_at TIMESTAMP NOT NULL,
  CONSTRAINT signups_pkey PRIMARY KEY (id),
  CONSTRAINT signups_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT signups_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT signups_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT signups_user_fkey FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT signups_status_check CHECK (status IN ('invited', 'signed_up', 'waitlisted', 'declined', 'cancelled', 'attended', 'no_show')),
  CONSTRAINT signups_queue_check CHECK ((status = 'waitlisted') = (queue_position IS NOT NULL))
);
CREATE UNIQUE INDEX signups_one_current ON signups (shift_id, user_id) WHERE status IN ('signed_up', 'waitlisted');
CREATE INDEX signups_by_user ON signups (user_id, status);
CREATE INDEX signups_by_shift ON signups (shift_id, status, queue_position);
CREATE INDEX signups_by_membership ON signups (membership_id, status);
