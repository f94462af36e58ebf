DROP INDEX shifts_by_start;
CREATE INDEX shifts_by_time ON shifts (status, starts_at, id);
