ALTER TABLE signups DROP COLUMN standing;
DROP TABLE series_watches;
DROP TABLE standing_sign_ups;
