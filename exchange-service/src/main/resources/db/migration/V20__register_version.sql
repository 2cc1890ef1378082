-- What a node remembers of agencies, their certificates and agreements holds for one version of them (decision 23). A version is
-- never used twice, not even after a change that was rolled back or a database that was restored.
create table register_version (
  only_row boolean primary key default true check (only_row),
  version  uuid not null default gen_random_uuid()
);
insert into register_version default values;

create function register_changed() returns trigger language plpgsql as $$
begin
  update register_version set version = gen_random_uuid();
  return null;
end
$$;

create trigger agency_changed after insert or update or delete or truncate on agency
  for each statement execute function register_changed();
create trigger agency_certificate_changed after insert or update or delete or truncate on agency_certificate
  for each statement execute function register_changed();
create trigger exchange_agreement_changed after insert or update or delete or truncate on exchange_agreement
  for each statement execute function register_changed();
