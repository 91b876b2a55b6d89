-- What was pulled, as Withings sent it. Every table begins with the account.
-- *_at: whole seconds since 1970 in UTC. *date: yyyy-MM-dd in the person's zone. metrics: a JSON object, numbers with their exact digits.

create table schema_version (
    version integer not null primary key
);

create table measure_groups (
    account_id text not null,
    group_id bigint not null,
    measured_at bigint not null,
    created_at bigint not null,
    modified_at bigint not null,
    attribution integer not null,
    category integer not null,
    device_id text,
    hash_device_id text,
    model_id integer,
    model text,
    time_zone text,
    comment text,
    extra text,
    deleted_at bigint, -- when a re-read window no longer held it
    primary key (account_id, group_id)
) without rowid;

create index measure_groups_by_moment on measure_groups (account_id, measured_at, group_id);

-- value × 10^exponent, never rounded. A real group repeats a type at one position, so the place in the group is the key.
create table measures (
    account_id text not null,
    group_id bigint not null,
    ordinal integer not null,
    type integer not null,
    value bigint not null,
    exponent integer not null,
    position integer,
    algo bigint,
    fm integer,
    extra text,
    primary key (account_id, group_id, ordinal)
) without rowid;

create table activity_days (
    account_id text not null,
    date text not null,
    modified_at bigint,
    time_zone text,
    device_id text,
    hash_device_id text,
    model_id integer,
    model text,
    brand integer,
    is_tracker integer,
    metrics text,
    primary key (account_id, date)
) without rowid;

-- All samples of a UTC day. day: since 1970-01-01. packed: see DayBlob. Rows are large, so here and in sleep_days the row id pays.
create table intraday_days (
    account_id text not null,
    day integer not null,
    samples integer not null,
    first_at bigint not null,
    last_at bigint not null,
    packed blob not null,
    primary key (account_id, day)
);

create table workouts (
    account_id text not null,
    workout_id bigint not null,
    category integer not null,
    started_at bigint not null,
    ended_at bigint not null,
    date text,
    modified_at bigint,
    attribution integer,
    device_id text,
    hash_device_id text,
    model_id integer,
    time_zone text,
    metrics text,
    primary key (account_id, workout_id)
) without rowid;

create index workouts_by_moment on workouts (account_id, started_at, workout_id);

-- All segments that start on a UTC day. day: since 1970-01-01. packed: see DayBlob.
create table sleep_days (
    account_id text not null,
    day integer not null,
    segments integer not null,
    first_started_at bigint not null,
    last_started_at bigint not null,
    packed blob not null,
    primary key (account_id, day)
);

create table sleep_nights (
    account_id text not null,
    night_id bigint not null,
    started_at bigint not null,
    ended_at bigint not null,
    date text not null,
    created_at bigint,
    modified_at bigint,
    time_zone text,
    source_model integer,
    model_id integer,
    hash_device_id text,
    completed integer,
    metrics text,
    primary key (account_id, night_id)
) without rowid;

create index sleep_nights_by_date on sleep_nights (account_id, date, started_at, night_id);

-- device_id '': the source names none. Pressures and rate: exact digits as text.
create table heart_recordings (
    account_id text not null,
    recorded_at bigint not null,
    device_id text not null,
    ecg_signal_id bigint,
    atrial_fibrillation integer,
    systolic text,
    diastolic text,
    heart_rate text,
    stetho_signal_id bigint,
    valvular_heart_disease integer,
    model_id integer,
    modified_at bigint,
    time_zone text,
    metrics text,
    primary key (account_id, recorded_at, device_id)
) without rowid;

create table stetho_recordings (
    account_id text not null,
    signal_id bigint not null,
    recorded_at bigint not null,
    hash_device_id text,
    valvular_heart_disease integer,
    time_zone text,
    metrics text,
    primary key (account_id, signal_id)
) without rowid;

-- kind: 1 ECG, 2 stethoscope. samples: little-endian 32-bit integers, deflated. Rows are large, so here too the row id pays.
create table signals (
    account_id text not null,
    kind integer not null,
    signal_id bigint not null,
    frequency integer,
    samples blob not null,
    metrics text,
    primary key (account_id, kind, signal_id)
);

create table devices (
    account_id text not null,
    device_id text not null,
    type text,
    model text,
    model_id integer,
    battery text,
    hash_device_id text,
    time_zone text,
    first_session_at bigint,
    last_session_at bigint,
    metrics text,
    primary key (account_id, device_id)
) without rowid;

create table goals (
    account_id text not null,
    steps integer,
    sleep integer,
    weight_value bigint,
    weight_exponent integer,
    metrics text,
    primary key (account_id)
) without rowid;

-- feed: its name. changed_since: seconds of the source's clock.
create table feed_states (
    account_id text not null,
    feed text not null,
    changed_since bigint,
    last_pulled_at bigint,
    last_re_read_at bigint,
    not_granted integer not null,
    primary key (account_id, feed)
) without rowid;

create table feed_reads (
    account_id text not null,
    feed text not null,
    item bigint not null,
    version bigint not null,
    primary key (account_id, feed, item)
) without rowid;

-- Until when an access token lives, by its SHA-256: the token is written nowhere here.
create table token_lifetimes (
    token_hash text not null,
    ordinal bigint not null,
    expires_at bigint not null,
    primary key (token_hash)
) without rowid;
