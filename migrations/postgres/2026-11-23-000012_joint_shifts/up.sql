-- Shifts of several organisations: which walk along, with how many places. The host is the shift's own organisation: what is not
-- promised to the others is its share.
CREATE TABLE shift_shares (
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  guest_id TEXT NOT NULL,
  places INTEGER NOT NULL,
  status TEXT NOT NULL,
  invited_at TIMESTAMP NOT NULL,
  answered_at TIMESTAMP,
  CONSTRAINT shift_shares_pkey PRIMARY KEY (shift_id, guest_id),
  CONSTRAINT shift_shares_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT shift_shares_guest_fkey FOREIGN KEY (guest_id) REFERENCES organisations (id),
  CONSTRAINT shift_shares_guest_check CHECK (guest_id <> organisation_id),
  CONSTRAINT shift_shares_places_check CHECK (places >= 1 AND places <= 500),
  CONSTRAINT shift_shares_status_check CHECK (status IN ('invited', 'accepted', 'declined', 'withdrawn'))
);
CREATE INDEX shift_shares_by_guest ON shift_shares (guest_id, status);

-- A sign-up's organisation is the shift's; the membership is one of the person's own.
ALTER TABLE signups ADD COLUMN home_organisation_id TEXT;
UPDATE signups SET home_organisation_id = organisation_id;
ALTER TABLE signups ALTER COLUMN home_organisation_id SET NOT NULL;
ALTER TABLE signups DROP CONSTRAINT signups_membership_fkey;
ALTER TABLE signups ADD CONSTRAINT signups_membership_fkey FOREIGN KEY (home_organisation_id, membership_id) REFERENCES memberships (organisation_id, id);
ALTER TABLE attendances ADD COLUMN home_organisation_id TEXT;
UPDATE attendances SET home_organisation_id = organisation_id;
ALTER TABLE attendances ALTER COLUMN home_organisation_id SET NOT NULL;
ALTER TABLE attendances DROP CONSTRAINT attendances_membership_fkey;
ALTER TABLE attendances ADD CONSTRAINT attendances_membership_fkey FOREIGN KEY (home_organisation_id, membership_id) REFERENCES memberships (organisation_id, id);
CREATE INDEX attendances_by_home ON attendances (home_organisation_id, shift_id);
