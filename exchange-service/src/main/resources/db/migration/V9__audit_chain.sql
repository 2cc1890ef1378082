-- The audit log is a chain: each entry gets the next place and a hash over the place before it.
-- Whoever adds an entry only puts it on the list of those to be sealed, so that nobody waits.

create table audit_to_seal (
  entry bigint primary key
);

create function remember_to_seal() returns trigger language plpgsql as $$
begin
  insert into audit_to_seal (entry) values (new.id);
  return null;
end $$;

create trigger audit_log_will_be_sealed after insert on audit_log
  for each row execute function remember_to_seal();

insert into audit_to_seal (entry) select id from audit_log;

create table audit_seal (
  place bigint primary key check (place > 0),
  entry bigint not null unique references audit_log (id),
  hash  text   not null check (hash ~ '^[0-9a-f]{64}$')
);
create trigger audit_seal_only_grows before update or delete on audit_seal
  for each row execute function refuse_change();
create trigger audit_seal_is_not_emptied before truncate on audit_seal
  for each statement execute function refuse_change();

-- What a time-stamp authority confirmed: that the chain stood like this at this place.
create table audit_anchor (
  place bigint      primary key references audit_seal (place),
  at    timestamptz not null,
  token bytea       not null
);
create trigger audit_anchor_only_grows before update or delete on audit_anchor
  for each row execute function refuse_change();
create trigger audit_anchor_is_not_emptied before truncate on audit_anchor
  for each statement execute function refuse_change();
