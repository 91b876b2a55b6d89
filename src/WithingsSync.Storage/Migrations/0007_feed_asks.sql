-- Items of a feed (a day, a night, a signal) that were asked for and count as unread still, for the source may fill them later. version: the source's "modified" then. asked_at: when.
create table feed_asks (
    account_id text not null,
    feed text not null,
    item bigint not null,
    version bigint not null,
    asked_at bigint not null,
    primary key (account_id, feed, item)
) without rowid;
