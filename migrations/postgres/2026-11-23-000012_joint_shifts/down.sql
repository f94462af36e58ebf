-- A shift of several organisations is one of its own again: the others' people leave it, with what hangs on them.
DELETE FROM stand_in_requests WHERE signup_id IN (SELECT id FROM signups WHERE home_organisation_id <> organisation_id);
DELETE FROM signups WHERE home_organisation_id <> organisation_id;
DELETE FROM attendances WHERE home_organisation_id <> organisation_id;
DROP INDEX attendances_by_home;
ALTER TABLE signups DROP CONSTRAINT signups_membership_fkey;
ALTER TABLE signups DROP COLUMN home_organisation_id;
ALTER TABLE signups ADD CONSTRAINT signups_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id);
ALTER TABLE attendances DROP CONSTRAINT attendances_membership_fkey;
ALTER TABLE attendances DROP COLUMN home_organisation_id;
ALTER TABLE attendances ADD CONSTRAINT attendances_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id);
UPDATE shifts SET
  taken = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.status IN ('signed_up', 'attended', 'no_show')),
  adults = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.status IN ('signed_up', 'attended', 'no_show') AND signups.adult),
  waiting = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.status = 'waitlisted'),
  offered = (SELECT COUNT(*) FROM signups WHERE signups.shift_id = shifts.id AND signups.offered_until IS NOT NULL)
  WHERE id IN (SELECT shift_id FROM shift_shares);
UPDATE shifts SET signup_rules = (signup_rules::jsonb - 'releaseHours')::text WHERE signup_rules IS NOT NULL;
DROP TABLE shift_shares;
