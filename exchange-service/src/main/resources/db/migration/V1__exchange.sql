-- Agencies, messages, dossiers, the catalogue, the outbox and what proves it all.

create extension if not exists unaccent;

-- What only grows: a row that is there stays as it is.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% only grows: % is refused', tg_table_name, tg_op using errcode = 'insufficient_privilege';
end $$;

-- ------------------------------------------------------------ agencies

-- Codes of provinces and ministries as the lists give them, with their successors.
create table administrative_unit (
  code           text primary key,
  name           text not null,
  kind           text not null,
  successor_name text,
  successor_code text,
  merged_on      date,
  confidence     text not null
);

-- What the founding plans say about their provinces.
create table province_plan (
  province text primary key,
  document text not null
);
create table province_plan_fact (
  province text not null references province_plan (province),
  name     text not null,
  value    text not null,
  primary key (province, name)
);

create table agency (
  code          text        primary key,
  name          text        not null,
  channel       text        not null check (channel in ('DESK', 'SOAP', 'JMS', 'PORTAL_REST')),
  address       text,
  registered_at timestamptz not null,
  closed_at     timestamptz
);

create table agency_certificate (
  id            bigint      generated always as identity primary key,
  agency        text        not null references agency (code),
  issuer        text        not null,
  serial        numeric     not null,
  certificate   bytea       not null,
  registered_at timestamptz not null,
  withdrawn_at  timestamptz
);
create unique index agency_certificate_in_use on agency_certificate (issuer, serial) where withdrawn_at is null;
create index agency_certificate_of on agency_certificate (agency);

create table exchange_agreement (
  id            uuid    primary key,
  sender        text    not null references agency (code),
  recipient     text    not null references agency (code),
  procedure     text,
  valid_from    date    not null,
  valid_until   date    check (valid_until >= valid_from),
  part_bytes    bigint  not null check (part_bytes > 0),
  parts         integer not null check (parts >= 0),
  message_bytes bigint  not null check (message_bytes > 0)
);
create index exchange_agreement_pair on exchange_agreement (sender, recipient);

-- ------------------------------------------------------------ procedures

create table procedure (
  id         uuid    primary key,
  source     text    not null,
  province   text    not null,
  tier       text    not null,
  group_name text    not null,
  number     text    not null,
  name       text    not null,
  level      text    not null,
  agency     text,
  field      text,
  year       text    not null,
  position   integer not null,
  code       text    unique
);

-- ------------------------------------------------------------ dossiers

create table status_transition (
  from_status     integer not null check (from_status between 1 and 10),
  to_status       integer not null check (to_status between 1 and 10),
  only_back       boolean not null,
  reason_required boolean not null,
  valid_from      date    not null,
  valid_until     date,
  source          text    not null,
  primary key (from_status, to_status, valid_from)
);

create table dossier (
  id              uuid        primary key,
  code            text        not null unique,
  agency          text        not null references agency (code),
  submitter       text        not null references agency (code),
  procedure       text,
  subject         text        not null,
  applicant_kind  text        check (applicant_kind in ('CITIZEN', 'ORGANISATION')),
  applicant_name  text,
  applicant_no    text,
  received_at     timestamptz not null,
  business        integer     not null check (business between 1 and 10),
  business_since  timestamptz not null,
  fee             text        not null,
  signing         text        not null,
  delivery        text        not null,
  synchronisation text        not null,
  light           text        not null,
  version         integer     not null,
  check ((applicant_kind is null) = (applicant_name is null))
);
create index dossier_of_agency on dossier (agency, received_at desc);

create table dossier_move (
  dossier     uuid        not null references dossier (id),
  sequence    integer     not null check (sequence > 0),
  from_status integer,
  to_status   integer     not null,
  at          timestamptz not null,
  actor       text        not null,
  reason      text,
  primary key (dossier, sequence)
);
create trigger dossier_move_only_grows before update or delete on dossier_move
  for each row execute function refuse_change();

-- The last running number given to a dossier of that agency and day.
create table dossier_number (
  agency text    not null,
  day    date    not null,
  last   integer not null check (last > 0),
  primary key (agency, day)
);

-- ------------------------------------------------------------ messages

-- A row here says that something points at these bytes; the reaper leaves them alone.
create table payload (
  sha256  text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size    bigint      not null check (size >= 0),
  kept_at timestamptz not null default now()
);

create table message (
  reference      uuid        primary key,
  sender         text        not null,
  message_id     text        not null,
  kind           text        not null check (kind in ('DOSSIER', 'STATUS', 'RESULT')),
  recipient      text        not null references agency (code),
  dossier        uuid        references dossier (id),
  arrived_by     text        not null check (arrived_by in ('DESK', 'SOAP', 'JMS', 'PORTAL_REST')),
  received_at    timestamptz not null,
  manifest       bytea       not null,
  content        bytea       not null,
  content_sha256 text        not null,
  parts_sha256   text,
  receipt        bytea,
  -- The inbox key: what makes a repeated message the same message, however late it comes.
  unique (sender, message_id)
);
create index message_of_dossier on message (dossier);
create index message_by_parts on message (sender, parts_sha256);

create table message_part (
  message    uuid    not null references message (reference),
  position   integer not null,
  name       text    not null,
  media_type text    not null,
  size       bigint  not null,
  sha256     text    not null references payload (sha256),
  primary key (message, position),
  unique (message, name)
);

create table delivery (
  id         uuid        primary key,
  message    uuid        not null references message (reference),
  recipient  text        not null references agency (code),
  state      text        not null check (state in ('WAITING', 'SENDING', 'DELIVERED', 'REFUSED', 'EXPIRED')),
  attempts   integer     not null,
  added_at   timestamptz not null,
  expires_at timestamptz not null,
  changed_at timestamptz not null,
  why        text,
  unique (message, recipient)
);

create table validation_report (
  id      bigint      generated always as identity primary key,
  message uuid        not null references message (reference),
  part    text        not null,
  verdict text        not null,
  report  text        not null,
  at      timestamptz not null
);
create index validation_report_of on validation_report (message, part, id desc);
create trigger validation_report_only_grows before update or delete on validation_report
  for each row execute function refuse_change();

-- ------------------------------------------------------------ proof

create table evidence (
  id       bigint      generated always as identity primary key,
  message  uuid        not null references message (reference),
  kind     text        not null,
  at       timestamptz not null,
  detail   text        not null,
  document bytea       not null
);
create index evidence_of on evidence (message);
create trigger evidence_only_grows before update or delete on evidence
  for each row execute function refuse_change();
create trigger evidence_is_not_emptied before truncate on evidence
  for each statement execute function refuse_change();

create table audit_log (
  id      bigint      generated always as identity primary key,
  at      timestamptz not null,
  actor   text        not null,
  action  text        not null,
  subject text        not null,
  agency  text,
  detail  text        not null
);
create index audit_log_about on audit_log (subject);
create index audit_log_of on audit_log (agency, id desc);
create trigger audit_log_only_grows before update or delete on audit_log
  for each row execute function refuse_change();
create trigger audit_log_is_not_emptied before truncate on audit_log
  for each statement execute function refuse_change();

-- ------------------------------------------------------------ outbox

create table outbox (
  id           uuid        primary key,
  sequence     bigint      generated always as identity,
  kind         text        not null,
  lane         text        not null,
  subject      text        not null,
  order_key    text,
  added_at     timestamptz not null default now(),
  not_before   timestamptz not null default now(),
  attempt      integer     not null default 0,
  failures     integer     not null default 0,
  leased_until timestamptz,
  set_aside_at timestamptz,
  why          text
);
create index outbox_due on outbox (not_before) where set_aside_at is null;
create index outbox_order on outbox (kind, lane, order_key, sequence) where order_key is not null;
