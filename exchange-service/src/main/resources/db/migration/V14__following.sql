-- What it takes to find any message among millions by whatever an operator has in hand, and to tell what happened to it.

-- Whose certificate signed the manifest. Messages from before this version have none.
alter table message
  add signer_issuer   text,
  add signer_serial   numeric,
  add manifest_sha256 text generated always as (encode(sha256(manifest), 'hex')) stored,
  add constraint message_signer check ((signer_issuer is null) = (signer_serial is null));

-- The same key, in the order that also serves whoever knows nothing but the id.
alter table message drop constraint message_sender_message_id_key;
alter table message add constraint message_once unique (message_id, sender);

create index message_by_sender on message (sender, received_at desc);
create index message_by_recipient on message (recipient, received_at desc);
create index message_between on message (sender, recipient, received_at desc);
create index message_by_signer on message (signer_serial, received_at desc) where signer_serial is not null;
create index message_by_signer_to on message (signer_serial, recipient, received_at desc)
  where signer_serial is not null;
create index message_by_content on message using hash (content_sha256);
create index message_by_manifest on message using hash (manifest_sha256);
create index message_part_by_digest on message_part using hash (sha256);
create index outbox_about on outbox (subject);

-- The order in which deliveries were queued: the order in which one dossier's have to arrive.
alter table delivery add sequence bigint generated always as identity;

-- Attempts to deliver that came to the same end one after the other are one row: a recipient that is away for a week does
-- not fill the table.
create table delivery_attempt (
  delivery     uuid        not null references delivery (id),
  first_number integer     not null check (first_number > 0),
  last_number  integer     not null check (last_number >= first_number),
  began_at     timestamptz not null,
  ended_at     timestamptz not null,
  -- empty when it was delivered
  why          text,
  primary key (delivery, first_number)
);
