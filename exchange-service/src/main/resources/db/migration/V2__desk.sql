-- Results of dossiers: their revisions, numbers, signing sessions, publication and withdrawal.

create table result (
  id               uuid primary key,
  dossier_id       uuid        not null references dossier (id),
  dossier_code     text        not null,
  agency           text        not null references agency (code),
  state            text        not null check (state in ('AWAITING_LEADER', 'AWAITING_NUMBER', 'AWAITING_SEAL',
                     'AWAITING_TIMESTAMP', 'AWAITING_PUBLICATION', 'PUBLISHED', 'REVOKED', 'REPLACED')),
  title            text        not null,
  symbol           text        not null,
  pages            integer     not null check (pages > 0),
  latest           integer     not null check (latest > 0),
  number_year      integer,
  number           integer,
  public_token     text        unique,
  published_digest text,
  published_at     timestamptz,
  withdrawn_at     timestamptz,
  withdrawn_reason text,
  successor        uuid        references result (id),
  prepared_by      uuid        not null,
  prepared_at      timestamptz not null,
  check ((state in ('PUBLISHED', 'REVOKED', 'REPLACED'))
         = (public_token is not null and published_digest is not null and published_at is not null)),
  check ((state in ('REVOKED', 'REPLACED')) = (withdrawn_at is not null and withdrawn_reason is not null)),
  check ((state = 'REPLACED') = (successor is not null)),
  check (state in ('AWAITING_LEADER', 'AWAITING_NUMBER') or (number_year is not null and number is not null))
);
create index result_of_agency on result (agency, prepared_at desc);
create index result_of_dossier on result (dossier_id);
create unique index result_by_digest on result (published_digest);
create index result_waiting on result (state) where state = 'AWAITING_TIMESTAMP';

create table result_distribution (
  result uuid not null references result (id),
  agency text not null references agency (code),
  primary key (result, agency)
);

-- Every state the PDF went through. A number taken back leaves its revision here, too: "latest" of the result says
-- which one counts, and revision numbers are never used twice.
create table result_revision (
  result  uuid        not null references result (id),
  number  integer     not null check (number > 0),
  kind    text        not null check (kind in ('RESERVED', 'SIGNED', 'NUMBERED', 'SEALED', 'TIMESTAMPED')),
  digest  text        not null references payload (sha256),
  size    bigint      not null check (size > 0),
  made_by uuid,
  made_at timestamptz not null,
  primary key (result, number)
);
alter table result add foreign key (id, latest) references result_revision (result, number)
  deferrable initially deferred;

-- Outgoing documents per agency and year. Rows are never removed: a number given back stays as a visible gap.
create table number_register (
  agency        text        not null references agency (code),
  year          integer     not null check (year between 2000 and 2999),
  number        integer     not null check (number > 0),
  symbol        text        not null,
  dated         date        not null,
  result        uuid        not null references result (id),
  given_by      uuid        not null,
  given_at      timestamptz not null,
  cancelled_by  uuid,
  cancelled_at  timestamptz,
  cancel_reason text,
  primary key (agency, year, number),
  check ((cancelled_at is null) = (cancelled_by is null) and (cancelled_at is null) = (cancel_reason is null)),
  check (extract(year from dated) = year)
);
create unique index number_register_one_per_result on number_register (result) where cancelled_at is null;

-- The last number given, locked while the next one is taken: no two clerks get the same, and a rolled back transaction
-- leaves no hole.
create table number_register_head (
  agency text    not null references agency (code),
  year   integer not null,
  last   integer not null,
  primary key (agency, year)
);

create table signing_session (
  token_hash text        primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  account    uuid        not null,
  result     uuid        not null references result (id),
  role       text        not null check (role in ('LEADER', 'SEAL')),
  revision   integer     not null,
  digest     text        not null,
  opened_at  timestamptz not null,
  expires_at timestamptz not null check (expires_at > opened_at),
  served_at  timestamptz,
  used_at    timestamptz,
  foreign key (result, revision) references result_revision (result, number)
);
create index signing_session_expired on signing_session (expires_at);
