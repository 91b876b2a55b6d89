-- caught_up_at: when everything new of the feed was last asked for, not a window alone.
alter table feed_states add column caught_up_at bigint;
