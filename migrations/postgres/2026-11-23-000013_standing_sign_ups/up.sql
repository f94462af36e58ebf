-- Who comes on every date of a series, and of all that are parted from it (`root_id`). The oldest goes first where places are few.
CREATE TABLE standing_sign_ups (
  organisation_id TEXT NOT NULL,
  root_id TEXT NOT NULL,
  membership_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  since TIMESTAMP NOT NULL,
  CONSTRAINT standing_sign_ups_pkey PRIMARY KEY (root_id, membership_id),
  CONSTRAINT standing_sign_ups_root_fkey FOREIGN KEY (organisation_id, root_id) REFERENCES shift_series (organisation_id, id),
  CONSTRAINT standing_sign_ups_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT standing_sign_ups_user_fkey FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX standing_sign_ups_by_user ON standing_sign_ups (user_id);

-- Who wants to know when people are missing on any date of a series.
CREATE TABLE series_watches (
  organisation_id TEXT NOT NULL,
  root_id TEXT NOT NULL,
  membership_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  since TIMESTAMP NOT NULL,
  CONSTRAINT series_watches_pkey PRIMARY KEY (root_id, membership_id),
  CONSTRAINT series_watches_root_fkey FOREIGN KEY (organisation_id, root_id) REFERENCES shift_series (organisation_id, id),
  CONSTRAINT series_watches_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT series_watches_user_fkey FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX series_watches_by_user ON series_watches (user_id);

-- Whether a sign-up came by a standing one: only these use up the standing people's share of the places.
ALTER TABLE signups ADD COLUMN standing BOOLEAN NOT NULL DEFAULT FALSE;
