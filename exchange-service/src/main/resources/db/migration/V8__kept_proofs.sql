-- What stored verdicts rest on (Thông tư 15/2025/TT-BKHCN, Điều 5.10: kept, and deletable). A published result has a stored
-- verdict, too: the one it was published by.

alter table validation_report alter column message drop not null;
alter table validation_report alter column part drop not null;
alter table validation_report add column result uuid references result (id);
alter table validation_report add check ((result is null) = (message is not null) and (message is null) = (part is null));
create index validation_report_of_result on validation_report (result, id desc) where result is not null;

-- Equal bytes are kept once, however many verdicts rest on them.
create table proof (
  sha256  text        primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  content bytea       not null,
  kept_at timestamptz not null default now()
);

-- Which verdict rests on which bytes. A deletion leaves the row, so that it can be seen what there was and who deleted it.
create table report_proof (
  report     bigint      not null references validation_report (id),
  position   integer     not null check (position > 0),
  kind       text        not null,
  label      text        not null,
  sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size       bigint      not null check (size >= 0),
  deleted_at timestamptz,
  deleted_by text,
  primary key (report, position),
  check ((deleted_at is null) = (deleted_by is null))
);
create index report_proof_using on report_proof (sha256) where deleted_at is null;
