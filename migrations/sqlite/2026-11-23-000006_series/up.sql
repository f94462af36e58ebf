-- Series of shifts. A date of a series is known by the day it stands for, in the series it began in (`root_id`):
-- an edit of "this and following" parts a series, and its dates keep their keys. The primary key is what makes two
-- generators at once make one shift.
CREATE TABLE shift_series (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  root_id TEXT NOT NULL,
  rule TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  excluded TEXT NOT NULL,
  template TEXT NOT NULL,
  publish INTEGER NOT NULL CHECK (publish IN (0, 1)),
  status TEXT NOT NULL,
  made_until TEXT NOT NULL,
  planned_by TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT shift_series_pkey PRIMARY KEY (id),
  CONSTRAINT shift_series_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT shift_series_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT shift_series_root_fkey FOREIGN KEY (organisation_id, root_id) REFERENCES shift_series (organisation_id, id),
  CONSTRAINT shift_series_planned_by_fkey FOREIGN KEY (planned_by) REFERENCES users (id),
  CONSTRAINT shift_series_status_check CHECK (status IN ('active', 'removed')),
  CONSTRAINT shift_series_season_check CHECK (from_date <= to_date)
) STRICT;
CREATE INDEX shift_series_by_need ON shift_series (status, made_until);

CREATE TABLE series_occurrences (
  root_id TEXT NOT NULL,
  original_date TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  series_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  CONSTRAINT series_occurrences_pkey PRIMARY KEY (root_id, original_date),
  CONSTRAINT series_occurrences_shift_key UNIQUE (organisation_id, shift_id),
  CONSTRAINT series_occurrences_root_fkey FOREIGN KEY (organisation_id, root_id) REFERENCES shift_series (organisation_id, id),
  CONSTRAINT series_occurrences_series_fkey FOREIGN KEY (organisation_id, series_id) REFERENCES shift_series (organisation_id, id),
  CONSTRAINT series_occurrences_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX series_occurrences_by_series ON series_occurrences (series_id, original_date);

-- What was done with many shifts at once, for undoing it.
CREATE TABLE shift_batches (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  series_id TEXT,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  undone_at TEXT,
  CONSTRAINT shift_batches_pkey PRIMARY KEY (id),
  CONSTRAINT shift_batches_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT shift_batches_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT shift_batches_series_fkey FOREIGN KEY (organisation_id, series_id) REFERENCES shift_series (organisation_id, id),
  CONSTRAINT shift_batches_made_by_fkey FOREIGN KEY (made_by) REFERENCES users (id),
  CONSTRAINT shift_batches_kind_check CHECK (kind IN ('series', 'copy', 'copy_week', 'publish'))
) STRICT;

CREATE TABLE shift_batch_items (
  batch_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  CONSTRAINT shift_batch_items_pkey PRIMARY KEY (batch_id, shift_id),
  CONSTRAINT shift_batch_items_batch_fkey FOREIGN KEY (organisation_id, batch_id) REFERENCES shift_batches (organisation_id, id),
  CONSTRAINT shift_batch_items_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id) ON DELETE CASCADE
) STRICT;

-- The city's calendar. A built-in entry that the city takes away stays hidden, so that it does not come back.
CREATE TABLE city_days (
  id TEXT NOT NULL,
  built_in TEXT,
  kind TEXT NOT NULL,
  label_sv TEXT NOT NULL,
  label_en TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  level INTEGER NOT NULL,
  hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),
  version INTEGER NOT NULL,
  CONSTRAINT city_days_pkey PRIMARY KEY (id),
  CONSTRAINT city_days_built_in_key UNIQUE (built_in),
  CONSTRAINT city_days_kind_check CHECK (kind IN ('peak_night', 'school_break')),
  CONSTRAINT city_days_span_check CHECK (first_day <= last_day),
  CONSTRAINT city_days_level_check CHECK (level >= 1 AND level <= 3)
) STRICT;
CREATE INDEX city_days_by_day ON city_days (first_day, last_day);

-- When each job last came to its end.
CREATE TABLE job_heartbeats (
  job TEXT NOT NULL,
  beat_at TEXT NOT NULL,
  failed INTEGER NOT NULL,
  CONSTRAINT job_heartbeats_pkey PRIMARY KEY (job)
) STRICT;
