DROP TABLE shift_alerts;
DROP TABLE shift_watches;
DROP TABLE stand_in_requests;
DROP TABLE member_qualifications;
ALTER TABLE signups DROP COLUMN offered_until;
ALTER TABLE shifts DROP COLUMN offered;
ALTER TABLE shifts DROP COLUMN signup_rules;
ALTER TABLE organisations DROP COLUMN signup_settings;
