-- Lists find their way by organisation and time, whoever asks. With the status in front of the time SQLite walked
-- through every shift of the city instead, for each list.
DROP INDEX shifts_by_time;
CREATE INDEX shifts_by_start ON shifts (starts_at, id);
