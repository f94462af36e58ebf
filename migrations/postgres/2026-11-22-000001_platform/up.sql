-- What every room leans on: vocabularies and districts (data, extendable), and the audit log.
CREATE TABLE vocabulary_items (
  vocabulary TEXT NOT NULL,
  item_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  label_sv TEXT NOT NULL,
  label_en TEXT NOT NULL,
  attributes TEXT NOT NULL,
  hidden BOOLEAN NOT NULL,
  CONSTRAINT vocabulary_items_pkey PRIMARY KEY (vocabulary, item_key)
);

CREATE TABLE districts (
  district_key TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  latitude DOUBLE PRECISION NOT NULL,
  longitude DOUBLE PRECISION NOT NULL,
  population INTEGER,
  priority BOOLEAN NOT NULL,
  coordinate_confidence TEXT NOT NULL,
  hidden BOOLEAN NOT NULL,
  CONSTRAINT districts_pkey PRIMARY KEY (district_key)
);

-- Append-only. Field names and ids, never values. The hash chain comes with issue 6.
CREATE TABLE audit_events (
  id TEXT NOT NULL,
  at TIMESTAMP NOT NULL,
  organisation_id TEXT,
  actor_id TEXT,
  action TEXT NOT NULL,
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  reason TEXT,
  CONSTRAINT audit_events_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_events_by_object ON audit_events (object_type, object_id, at);
