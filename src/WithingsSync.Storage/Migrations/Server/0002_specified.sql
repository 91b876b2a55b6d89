-- The two tables of the specification, in its own types; SQLite takes the nearest.

-- Tokens are protected text. provider_metadata: {"withings_user_id": …, "granted_scopes": …, "webhook_subscription_applis": […]}. sync_status: idle, syncing, error.
create table integrations (
    id text primary key,
    user_id text not null references people (id) on delete cascade,
    provider text not null,
    access_token text,
    refresh_token text,
    token_expires_at timestamptz,
    provider_metadata jsonb not null,
    is_active boolean not null,
    last_synced_at timestamptz,
    sync_status text not null,
    sync_error text,
    created_at timestamptz default now(),
    unique (user_id, provider)
);

create index integrations_by_withings_user on integrations ((provider_metadata ->> 'withings_user_id'));

create table blood_pressure_records (
    id text primary key,
    user_id text not null,
    source text not null,
    date text not null,
    measured_at timestamptz not null,
    systolic_mmhg double precision not null,
    diastolic_mmhg double precision not null,
    heart_rate_bpm double precision,
    original_id text,
    created_at timestamptz default now(),
    unique (user_id, source, measured_at)
);
