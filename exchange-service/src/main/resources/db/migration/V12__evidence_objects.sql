-- One signed document for every hand-over of a message, each naming the digest of the one before of the same message.
-- What happened is written in table evidence with the change itself; the document is signed afterwards, from this list,
-- so that no sender waits for it and none is forgotten.

create table evidence_to_sign (
  evidence bigint primary key
);

create function remember_evidence_to_sign() returns trigger language plpgsql as $$
begin
  insert into evidence_to_sign (evidence) values (new.id);
  return null;
end $$;

create trigger evidence_will_be_signed after insert on evidence
  for each row when (new.kind not in ('MANIFEST_VERIFIED', 'DOCUMENTS_JUDGED'))
  execute function remember_evidence_to_sign();

insert into evidence_to_sign (evidence)
  select id from evidence where kind not in ('MANIFEST_VERIFIED', 'DOCUMENTS_JUDGED');

create table evidence_object (
  id         bigint      generated always as identity primary key,
  -- Absent for a submission that was rejected: nothing else is kept of it.
  message    uuid        references message (reference),
  sender     text        not null,
  message_id text        not null,
  position   integer     not null check (position > 0),
  event      text        not null,
  at         timestamptz not null,
  sha256     text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
  document   bytea       not null,
  evidence   bigint      unique references evidence (id),
  unique (message, position)
);
create index evidence_object_of on evidence_object (sender, message_id);
create trigger evidence_object_only_grows before update or delete on evidence_object
  for each row execute function refuse_change();
create trigger evidence_object_is_not_emptied before truncate on evidence_object
  for each statement execute function refuse_change();

-- Many objects share one time-stamp, over the root of a tree of their digests in the order of their places.
create table evidence_to_stamp (
  object bigint primary key
);

create function remember_evidence_to_stamp() returns trigger language plpgsql as $$
begin
  insert into evidence_to_stamp (object) values (new.id);
  return null;
end $$;

create trigger evidence_object_will_be_stamped after insert on evidence_object
  for each row execute function remember_evidence_to_stamp();

create table evidence_batch (
  id    bigint      generated always as identity primary key,
  at    timestamptz not null,
  token bytea       not null
);
create trigger evidence_batch_only_grows before update or delete on evidence_batch
  for each row execute function refuse_change();

create table evidence_leaf (
  batch  bigint  not null references evidence_batch (id),
  place  integer not null check (place >= 0),
  object bigint  not null unique references evidence_object (id),
  primary key (batch, place)
);
create trigger evidence_leaf_only_grows before update or delete on evidence_leaf
  for each row execute function refuse_change();
