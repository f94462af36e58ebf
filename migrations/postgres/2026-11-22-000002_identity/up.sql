-- Accounts, sessions and the one-time links. Tokens are kept as SHA-256 only.
CREATE TABLE users (
  id TEXT NOT NULL,
  email TEXT NOT NULL,
  email_norm TEXT NOT NULL,
  display_name TEXT NOT NULL,
  language TEXT NOT NULL,
  phone TEXT,
  show_phone BOOLEAN NOT NULL,
  reminders BOOLEAN NOT NULL,
  password_hash TEXT,
  pepper_key TEXT,
  email_verified_at TIMESTAMP,
  suspended_at TIMESTAMP,
  session_epoch INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_norm_key UNIQUE (email_norm),
  CONSTRAINT users_language_check CHECK (language IN ('sv', 'en'))
);

CREATE TABLE city_roles (
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  granted_at TIMESTAMP NOT NULL,
  CONSTRAINT city_roles_pkey PRIMARY KEY (user_id, role),
  CONSTRAINT city_roles_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT city_roles_role_check CHECK (role IN ('city_liaison', 'city_handler', 'sector_handler', 'registrar', 'city_admin', 'data_protection_officer', 'police_liaison', 'field_worker'))
);

CREATE TABLE sessions (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  last_seen_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  revoked_at TIMESTAMP,
  authenticated_at TIMESTAMP NOT NULL,
  auth_methods TEXT NOT NULL,
  device TEXT NOT NULL,
  ip_prefix TEXT NOT NULL,
  CONSTRAINT sessions_pkey PRIMARY KEY (id),
  CONSTRAINT sessions_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);

CREATE TABLE refresh_tokens (
  id TEXT NOT NULL,
  session_id TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  issued_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP,
  successor_id TEXT,
  CONSTRAINT refresh_tokens_pkey PRIMARY KEY (id),
  CONSTRAINT refresh_tokens_hash_key UNIQUE (token_hash),
  CONSTRAINT refresh_tokens_session_fkey FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE one_time_tokens (
  id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  user_id TEXT NOT NULL,
  email_norm TEXT NOT NULL,
  token_hash TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP,
  CONSTRAINT one_time_tokens_pkey PRIMARY KEY (id),
  CONSTRAINT one_time_tokens_hash_key UNIQUE (token_hash),
  CONSTRAINT one_time_tokens_user_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
  CONSTRAINT one_time_tokens_purpose_check CHECK (purpose IN ('verify_email', 'reset_password', 'first_login'))
);
CREATE INDEX one_time_tokens_by_user ON one_time_tokens (user_id, purpose);

-- Failed log-ins by account, and by account and network: the soft lock. The key is a keyed hash, not an address.
CREATE TABLE login_failures (
  failure_key TEXT NOT NULL,
  failures INTEGER NOT NULL,
  last_failure_at TIMESTAMP NOT NULL,
  locked_until TIMESTAMP,
  CONSTRAINT login_failures_pkey PRIMARY KEY (failure_key)
);

-- Register, resend and forgot: the handler writes one row here whatever the address is; a job decides.
CREATE TABLE auth_requests (
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  email TEXT NOT NULL,
  email_norm TEXT NOT NULL,
  display_name TEXT,
  language TEXT,
  password_hash TEXT,
  pepper_key TEXT,
  created_at TIMESTAMP NOT NULL,
  CONSTRAINT auth_requests_pkey PRIMARY KEY (id),
  CONSTRAINT auth_requests_kind_check CHECK (kind IN ('register', 'resend', 'forgot'))
);
CREATE INDEX auth_requests_by_age ON auth_requests (created_at);
