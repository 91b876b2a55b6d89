-- Items of a feed (a day, a night, a signal) that the source could not give. version: the source's "modified" then. times: how often in a row. until: when it is asked again.
create table feed_failures (
    account_id text not null,
    feed text not null,
    item bigint not null,
    version bigint not null,
    times bigint not null,
    until bigint not null,
    primary key (account_id, feed, item)
) without rowid;
