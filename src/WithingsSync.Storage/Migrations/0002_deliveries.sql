-- What went where. destination: its name; recipient: whose account it is there. kind: 1 weight, 2 blood pressure.
-- A reading is a kind and a second; each version of it is a row, told apart by its figures ("fat=21.5 weight=80.53", canonical).

-- state: 0 pending, 1 sent, 2 confirmed, 3 already there, 4 rejected, 5 ignored, 6 superseded. ordinal: the versions of a reading as first written.
create table deliveries (
    account_id text not null,
    destination text not null,
    recipient text not null,
    kind integer not null,
    measured_at bigint not null,
    figures text not null,
    ordinal integer not null,
    state integer not null,
    reason text,
    remote_id text,
    attempts integer not null,
    not_before bigint,
    changed_at bigint not null,
    primary key (account_id, destination, recipient, kind, measured_at, figures)
) without rowid;

-- since: what was measured or arrived earlier is delivered only when asked for. mark: everything from since up to here is settled.
create table delivery_marks (
    account_id text not null,
    destination text not null,
    recipient text not null,
    since bigint not null,
    mark bigint not null,
    primary key (account_id, destination, recipient)
) without rowid;

-- A person's word on a reading that may be somebody else's; it holds for every destination.
create table reviews (
    account_id text not null,
    kind integer not null,
    measured_at bigint not null,
    accepted integer not null,
    decided_at bigint not null,
    primary key (account_id, kind, measured_at)
) without rowid;
