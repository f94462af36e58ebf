-- Organisations, their applications to the city, their members. An organisation exists from its first draft on.
CREATE TABLE organisations (
  id TEXT NOT NULL,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  organisation_type TEXT NOT NULL,
  organisation_number TEXT,
  special_category INTEGER NOT NULL CHECK (special_category IN (0, 1)),
  status TEXT NOT NULL,
  description TEXT NOT NULL,
  website TEXT,
  contact_name TEXT NOT NULL,
  contact_email TEXT NOT NULL,
  contact_phone TEXT,
  contact_consent INTEGER NOT NULL CHECK (contact_consent IN (0, 1)),
  listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
  publishes_shifts INTEGER NOT NULL CHECK (publishes_shifts IN (0, 1)),
  accepts_youth INTEGER NOT NULL CHECK (accepts_youth IN (0, 1)),
  agreement_ends_on TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT organisations_pkey PRIMARY KEY (id),
  CONSTRAINT organisations_slug_key UNIQUE (slug),
  CONSTRAINT organisations_status_check CHECK (status IN ('applicant', 'active', 'paused', 'renewal_due', 'suspended', 'ended'))
) STRICT;

-- What the agreement covers, set by the city's approval.
CREATE TABLE organisation_districts (
  organisation_id TEXT NOT NULL,
  district_key TEXT NOT NULL,
  CONSTRAINT organisation_districts_pkey PRIMARY KEY (organisation_id, district_key),
  CONSTRAINT organisation_districts_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE,
  CONSTRAINT organisation_districts_district_fkey FOREIGN KEY (district_key) REFERENCES districts (district_key)
) STRICT;
CREATE TABLE organisation_activities (
  organisation_id TEXT NOT NULL,
  activity_type TEXT NOT NULL,
  CONSTRAINT organisation_activities_pkey PRIMARY KEY (organisation_id, activity_type),
  CONSTRAINT organisation_activities_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE
) STRICT;

-- The lists in an application are JSON arrays of vocabulary keys: they are a form's content, not links.
CREATE TABLE partner_applications (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  status TEXT NOT NULL,
  form TEXT NOT NULL,
  organisation_name TEXT NOT NULL,
  organisation_type TEXT NOT NULL,
  districts TEXT NOT NULL,
  created_by TEXT,
  submitted_at TEXT,
  decided_at TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT partner_applications_pkey PRIMARY KEY (id),
  CONSTRAINT partner_applications_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT partner_applications_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE,
  CONSTRAINT partner_applications_created_by_fkey FOREIGN KEY (created_by) REFERENCES users (id) ON DELETE SET NULL,
  CONSTRAINT partner_applications_status_check CHECK (status IN ('draft', 'submitted', 'under_review', 'needs_completion', 'approved', 'rejected', 'withdrawn'))
) STRICT;
CREATE INDEX partner_applications_by_queue ON partner_applications (status, submitted_at);

-- Every step of an application, with what was said: never changed, never deleted while the application stands.
CREATE TABLE application_events (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  application_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  at TEXT NOT NULL,
  from_status TEXT NOT NULL,
  to_status TEXT NOT NULL,
  by_city INTEGER NOT NULL CHECK (by_city IN (0, 1)),
  actor_id TEXT,
  message TEXT NOT NULL,
  CONSTRAINT application_events_pkey PRIMARY KEY (id),
  CONSTRAINT application_events_order_key UNIQUE (application_id, position),
  CONSTRAINT application_events_application_fkey FOREIGN KEY (organisation_id, application_id) REFERENCES partner_applications (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT application_events_actor_fkey FOREIGN KEY (actor_id) REFERENCES users (id) ON DELETE SET NULL
) STRICT;

CREATE TABLE memberships (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  status TEXT NOT NULL,
  age_band TEXT NOT NULL,
  guardian_consent_on TEXT,
  joined_at TEXT,
  ended_at TEXT,
  end_reason TEXT,
  version INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT memberships_pkey PRIMARY KEY (id),
  CONSTRAINT memberships_scope_key UNIQUE (organisation_id, id),
  CONSTRAINT memberships_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE,
  CONSTRAINT memberships_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT memberships_status_check CHECK (status IN ('pending', 'active', 'ended')),
  CONSTRAINT memberships_age_band_check CHECK (age_band IN ('adult', 'youth'))
) STRICT;
CREATE UNIQUE INDEX memberships_one_current ON memberships (organisation_id, user_id) WHERE status IN ('pending', 'active');
CREATE INDEX memberships_by_user ON memberships (user_id, status);

CREATE TABLE membership_roles (
  organisation_id TEXT NOT NULL,
  membership_id TEXT NOT NULL,
  role TEXT NOT NULL,
  granted_at TEXT NOT NULL,
  CONSTRAINT membership_roles_pkey PRIMARY KEY (membership_id, role),
  CONSTRAINT membership_roles_membership_fkey FOREIGN KEY (organisation_id, membership_id) REFERENCES memberships (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT membership_roles_role_check CHECK (role IN ('org_admin', 'contact_person', 'signatory', 'shift_leader', 'scheduler', 'equipment_manager', 'volunteer', 'youth_volunteer', 'trainee', 'watch_contact', 'watch_lead_contact'))
) STRICT;
CREATE INDEX membership_roles_by_role ON membership_roles (organisation_id, role);

CREATE TABLE invitations (
  id TEXT NOT NULL,
  organisation_id TEXT NOT NULL,
  email TEXT NOT NULL,
  email_norm TEXT NOT NULL,
  roles TEXT NOT NULL,
  age_band TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  accepted_at TEXT,
  revoked_at TEXT,
  CONSTRAINT invitations_pkey PRIMARY KEY (id),
  CONSTRAINT invitations_hash_key UNIQUE (token_hash),
  CONSTRAINT invitations_inviter_fkey FOREIGN KEY (organisation_id, invited_by) REFERENCES memberships (organisation_id, id) ON DELETE CASCADE,
  CONSTRAINT invitations_age_band_check CHECK (age_band IN ('adult', 'youth'))
) STRICT;
CREATE INDEX invitations_by_organisation ON invitations (organisation_id, created_at);

CREATE TABLE join_links (
  organisation_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  CONSTRAINT join_links_pkey PRIMARY KEY (organisation_id),
  CONSTRAINT join_links_hash_key UNIQUE (token_hash),
  CONSTRAINT join_links_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisations (id) ON DELETE CASCADE
) STRICT;
