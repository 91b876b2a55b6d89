-- The access log: which client read what of a person's records. client: as the person named it. what: a tool's name or a resource's address.
-- from_at, to_at: the range that was asked for, if there was one. records: how many were answered. id: tells readings of one second apart, in their order.
create table tool_reads (
    account_id text not null,
    read_at bigint not null,
    id text not null,
    client text not null,
    what text not null,
    from_at bigint,
    to_at bigint,
    records bigint not null,
    primary key (account_id, read_at, id)
) without rowid;

create index tool_reads_by_moment on tool_reads (read_at);
