-- How much of a person's data a client may see that shows this token: full, no-identifiers, summaries.
alter table access_tokens add column privacy text not null default 'full';
