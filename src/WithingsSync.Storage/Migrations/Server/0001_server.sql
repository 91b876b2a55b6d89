-- What a server keeps beside the records. A person's id is the account_id of the records.
-- *_at: whole seconds since 1970 in UTC; *_at_ms: milliseconds. Ids: UUID version 7 as text, which sort by time.

create table server_schema_version (
    version integer not null primary key
);

-- subject: the person's id in an embedding application. active_at: when somebody last asked for this person's data.
create table people (
    id text not null primary key,
    name text not null unique,
    subject text unique,
    created_at bigint not null,
    active_at bigint
);

-- People who were erased: work that was under way for them writes nothing any more. hash: SHA-256 of the id.
create table erased_people (
    hash text not null primary key
);

-- kind: person, service (acts for the application's users), admin. hash: SHA-256 of the token in hex; the token is written nowhere.
create table access_tokens (
    id text not null primary key,
    person_id text references people (id) on delete cascade,
    kind text not null,
    name text not null,
    hash text not null unique,
    created_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
);

create index access_tokens_by_person on access_tokens (person_id);

-- An authorisation that was begun. hash: SHA-256 of the state in hex; browser_hash: of the cookie of the browser that began it, when one did. Kept when used, to count.
create table connect_states (
    hash text not null primary key,
    person_id text not null references people (id) on delete cascade,
    browser_hash text,
    started_at bigint not null,
    expires_at bigint not null,
    used_at bigint
);

create index connect_states_by_person on connect_states (person_id, started_at);

-- What Withings posted, stored before it is acknowledged. handled_at: when the pull it asked for was stored. outcome: pulled, unknown person, nothing to pull, dead.
create table notifications (
    id text not null primary key,
    withings_user_id text not null,
    appli bigint,
    start_at bigint,
    end_at bigint,
    date text,
    action text,
    device_id text,
    received_at_ms bigint not null,
    handled_at bigint,
    outcome text
);

create index notifications_waiting on notifications (withings_user_id, id) where handled_at is null;

create index notifications_handled on notifications (handled_at);

-- The budget of requests. at_ms: when a request was let go. Tickets wait; a row is taken away when it is let go or given up.
create table budget_slots (
    id text not null primary key,
    at_ms bigint not null,
    lane integer not null,
    account_id text
);

create index budget_slots_by_moment on budget_slots (at_ms);

create table budget_tickets (
    id text not null primary key,
    node text not null,
    lane integer not null,
    account_id text,
    asked_at_ms bigint not null,
    seen_at_ms bigint not null,
    granted_at_ms bigint
);

-- How far the past of somebody new was read. stage: recent (30 days), whole, done. feeds_done: of the stage, comma separated; a feed that is read month by month stands
-- there with the month it has come to, going backwards, as Sleep@2024-03-01.
create table backfills (
    account_id text not null primary key references people (id) on delete cascade,
    stage text not null,
    feeds_done text not null,
    requests bigint not null,
    started_at bigint not null,
    finished_at bigint,
    failure text,
    stopped_at bigint
);

-- The watch over subscriptions and polls, one row a person. missing: categories that are wanted and not subscribed, comma separated, with the reason of the first.
create table watches (
    account_id text not null primary key references people (id) on delete cascade,
    subscriptions_seen_at bigint,
    subscriptions_ok integer not null,
    missing text,
    callback_hash text,
    polled_at bigint,
    whole_polled_at bigint,
    whole_polls bigint not null
);

-- Work that failed and waits to be tried again. subject: a Withings user id, or an account.
create table retries (
    job text not null,
    subject text not null,
    attempts integer not null,
    next_at bigint not null,
    reason text not null,
    primary key (job, subject)
);

-- When a job last ran to its end. gap_at: when it was noticed that the whole server had been away for hours.
create table job_runs (
    job text not null primary key,
    ran_at bigint not null,
    gap_at bigint
);

-- Work whose retries are spent. payload: what is needed to do it again, as JSON without secrets.
create table dead_letters (
    id text not null primary key,
    job text not null,
    account_id text references people (id) on delete cascade,
    payload text not null,
    reason text not null,
    attempts integer not null,
    died_at bigint not null,
    replayed_at bigint
);

-- Consents that are still to be withdrawn at Withings.
create table revocations (
    withings_user_id text not null primary key,
    asked_at bigint not null
);

-- Keys that protect tokens at rest, each sealed by the master key.
create table protection_keys (
    id text not null primary key,
    friendly_name text not null,
    xml text not null,
    created_at bigint not null
);

-- A person's sign-ins at destinations, protected JSON. what: credentials, offered (of a sign-in that waits for its code), session, notes.
create table destination_secrets (
    account_id text not null references people (id) on delete cascade,
    destination text not null,
    what text not null,
    protected_value text not null,
    changed_at bigint not null,
    primary key (account_id, destination, what)
);

-- Where a person's readings go by themselves. since_at: from when on, at the first use. due_at: when to deliver next. look_at: when to look again although nothing may have
-- come, set before a pull. changes: counts what came, so that what comes during a delivery is not forgotten. sign_in_needed: 1 when only the person helps; problem says how.
create table destination_links (
    account_id text not null references people (id) on delete cascade,
    destination text not null,
    linked_at bigint not null,
    since_at bigint not null,
    due_at bigint not null,
    look_at bigint,
    changes bigint not null,
    sign_in_needed integer not null,
    problem text,
    primary key (account_id, destination)
);

create index destination_links_due on destination_links (due_at);

-- Passwords and codes that a person gave, to count them.
create table link_attempts (
    id text not null primary key,
    account_id text not null references people (id) on delete cascade,
    began_at bigint not null
);

create index link_attempts_by_person on link_attempts (account_id, began_at);
