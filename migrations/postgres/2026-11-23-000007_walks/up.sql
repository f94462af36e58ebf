-- The walk: what is settled for it, who came and went, in which groups, with which equipment, what was reported and
-- what is paid for it. Nothing here holds a position.
CREATE TABLE walk_settings (
  organisation_id TEXT NOT NULL,
  briefing_hours INTEGER NOT NULL,
  home_minutes INTEGER NOT NULL,
  step_minutes INTEGER NOT NULL,
  duty_membership_id TEXT,
  version INTEGER NOT NULL,
  CONSTRAINT walk_settings_pkey PRIMARY KEY (organisation_id),
  CONSTRAINT walk_settings_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT walk_settings_duty_fkey FOREIGN KEY (organisation_id, duty_membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT walk_settings_range_check CHECK (briefing_hours BETWEEN 1 AND 168 AND home_minutes BETWEEN 15 AND 240 AND step_minutes BETWEEN 5 AND 120)
);

CREATE TABLE walks (
  shift_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  route TEXT NOT NULL,
  deputy_membership_id TEXT,
  checkpoint_at TIMESTAMP,
  checkpoint_place TEXT,
  checkpoint_reached_at TIMESTAMP,
  home_at TIMESTAMP,
  home_by TEXT,
  abort_reason TEXT,
  abort_message TEXT,
  CONSTRAINT walks_pkey PRIMARY KEY (shift_id),
  CONSTRAINT walks_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT walks_deputy_fkey FOREIGN KEY (organisation_id, deputy_membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT walks_checkpoint_check CHECK ((checkpoint_at IS NULL) = (checkpoint_place IS NULL)),
  CONSTRAINT walks_abort_check CHECK (abort_reason IN ('city', 'police_advice', 'weather', 'unrest', 'too_few', 'other'))
);

-- That somebody has read the briefing, once for each person and walk.
CREATE TABLE briefing_readings (
  shift_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  read_at TIMESTAMP NOT NULL,
  CONSTRAINT briefing_readings_pkey PRIMARY KEY (shift_id, user_id),
  CONSTRAINT briefing_readings_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT briefing_readings_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);

-- Who was there: a member, or a guest of whom only a first name is kept.
CREATE TABLE attendances (
  shift_id TEXT NOT NULL,
  walker_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  membership_id TEXT,
  first_name TEXT,
  adult BOOLEAN NOT NULL,
  way TEXT NOT NULL,
  came_at TIMESTAMP NOT NULL,
  left_at TIMESTAMP,
  group_number INTEGER,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT attendances_pkey PRIMARY KEY (shift_id, walker_id),
  CONSTRAINT attendances_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT attendances_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id),
  CONSTRAINT attendances_who_check CHECK ((membership_id IS NULL) = (first_name IS NOT NULL)),
  CONSTRAINT attendances_walker_check CHECK (membership_id IS NULL OR membership_id = walker_id),
  CONSTRAINT attendances_way_check CHECK (way IN ('leader', 'self', 'code')),
  CONSTRAINT attendances_span_check CHECK (left_at IS NULL OR came_at <= left_at)
);
CREATE INDEX attendances_by_membership ON attendances (membership_id);
CREATE INDEX attendances_by_organisation ON attendances (organisation_id, shift_id);

CREATE TABLE walking_groups (
  shift_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  organisation_id TEXT NOT NULL,
  area TEXT NOT NULL,
  phone_walker_id TEXT,
  CONSTRAINT walking_groups_pkey PRIMARY KEY (shift_id, number),
  CONSTRAINT walking_groups_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id)
);

CREATE TABLE equipment (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  equipment_type TEXT NOT NULL,
  label TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  retired_at TIMESTAMP,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT equipment_pkey PRIMARY KEY (id),
  CONSTRAINT equipment_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT equipment_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT equipment_quantity_check CHECK (quantity BETWEEN 1 AND 999)
);
CREATE INDEX equipment_by_organisation ON equipment (organisation_id, retired_at);

-- A loan is the organisation's and the walk's, never a person's: it stays open whoever leaves.
CREATE TABLE equipment_loans (
  shift_id TEXT NOT NULL,
  equipment_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  taken INTEGER NOT NULL,
  returned INTEGER NOT NULL,
  CONSTRAINT equipment_loans_pkey PRIMARY KEY (shift_id, equipment_id),
  CONSTRAINT equipment_loans_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT equipment_loans_equipment_fkey FOREIGN KEY (organisation_id, equipment_id) REFERENCES equipment (organisation_id, id),
  CONSTRAINT equipment_loans_count_check CHECK (returned >= 0 AND returned <= taken)
);
CREATE INDEX equipment_loans_by_equipment ON equipment_loans (equipment_id);

-- A walk has one report. Its id is the client's, so that saving it twice is saving it once.
CREATE TABLE walk_reports (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  shift_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  content TEXT NOT NULL,
  written_by TEXT,
  saved_at TIMESTAMP NOT NULL,
  reference TEXT,
  sent_revision INTEGER,
  sent_at TIMESTAMP,
  accepted_at TIMESTAMP,
  accepted_by TEXT,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT walk_reports_pkey PRIMARY KEY (id),
  CONSTRAINT walk_reports_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT walk_reports_shift_key UNIQUE (shift_id),
  CONSTRAINT walk_reports_reference_key UNIQUE (reference),
  CONSTRAINT walk_reports_shift_fkey FOREIGN KEY (organisation_id, shift_id) REFERENCES shifts (organisation_id, id),
  CONSTRAINT walk_reports_sent_check CHECK ((sent_at IS NULL) = (reference IS NULL) AND (sent_at IS NULL) = (sent_revision IS NULL))
);
CREATE INDEX walk_reports_by_sent ON walk_reports (sent_at, id);

-- What the city was sent, frozen: corrections are new versions.
CREATE TABLE walk_report_versions (
  report_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  organisation_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  content TEXT NOT NULL,
  sent_by TEXT,
  sent_at TIMESTAMP NOT NULL,
  CONSTRAINT walk_report_versions_pkey PRIMARY KEY (report_id, number),
  CONSTRAINT walk_report_versions_revision_key UNIQUE (report_id, revision),
  CONSTRAINT walk_report_versions_report_fkey FOREIGN KEY (organisation_id, report_id) REFERENCES walk_reports (organisation_id, id)
);

-- The last reference given out in a year.
CREATE TABLE report_numbers (
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  CONSTRAINT report_numbers_pkey PRIMARY KEY (year)
);

-- What the city pays a group for its evenings. Once approved, the statement is what it was.
CREATE TABLE compensation_agreements (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  title TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  evenings INTEGER NOT NULL,
  minimum_adults INTEGER NOT NULL,
  amount_ore INTEGER NOT NULL,
  report_required BOOLEAN NOT NULL,
  statement TEXT,
  approved_at TIMESTAMP,
  approved_by TEXT,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT compensation_agreements_pkey PRIMARY KEY (id),
  CONSTRAINT compensation_agreements_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id),
  CONSTRAINT compensation_agreements_term_check CHECK (starts_on <= ends_on),
  CONSTRAINT compensation_agreements_evenings_check CHECK (evenings BETWEEN 1 AND 366),
  CONSTRAINT compensation_agreements_adults_check CHECK (minimum_adults BETWEEN 2 AND 50),
  CONSTRAINT compensation_agreements_amount_check CHECK (amount_ore >= 0),
  CONSTRAINT compensation_agreements_approved_check CHECK ((approved_at IS NULL) = (statement IS NULL))
);
CREATE INDEX compensation_agreements_by_organisation ON compensation_agreements (organisation_id, starts_on);
