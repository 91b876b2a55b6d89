-- program: what the program that read calls itself, beside the client's name that the person gave.
alter table tool_reads add column program text;
