-- Assistants that people let read. No secret stands here, only its SHA-256 in hex. *_at: whole seconds; *_at_ms: milliseconds.

-- redirect_uris: one a line. used_at: when somebody last consented; null when nobody ever did.
create table oauth_clients (
    id text not null primary key,
    name text not null,
    redirect_uris text not null,
    registered_at bigint not null,
    used_at bigint
);

-- A consent on its way to the client. signed_in_with: the person's access token. grant_id: what the code was exchanged for, which ends when the code is shown again.
create table oauth_codes (
    hash text not null primary key,
    client_id text not null references oauth_clients (id) on delete cascade,
    person_id text not null references people (id) on delete cascade,
    signed_in_with text not null references access_tokens (id) on delete cascade,
    redirect_uri text not null,
    challenge text not null,
    resource text not null,
    scope text not null,
    privacy text not null,
    expires_at bigint not null,
    used_at bigint,
    grant_id text
);

create index oauth_codes_by_person on oauth_codes (person_id);

-- privacy: full, no-identifiers, summaries.
create table oauth_grants (
    id text not null primary key,
    client_id text not null references oauth_clients (id) on delete cascade,
    person_id text not null references people (id) on delete cascade,
    signed_in_with text not null references access_tokens (id) on delete cascade,
    scope text not null,
    privacy text not null,
    created_at bigint not null,
    last_used_at bigint,
    expires_at bigint not null
);

create index oauth_grants_by_person on oauth_grants (person_id);

create index oauth_grants_by_client on oauth_grants (client_id);

-- kind: access, refresh. used_at_ms: when a refresh token was first exchanged; kept, to tell a theft.
create table oauth_tokens (
    hash text not null primary key,
    grant_id text not null references oauth_grants (id) on delete cascade,
    kind text not null,
    issued_at_ms bigint not null,
    expires_at bigint not null,
    used_at_ms bigint
);

create index oauth_tokens_by_grant on oauth_tokens (grant_id, kind);
