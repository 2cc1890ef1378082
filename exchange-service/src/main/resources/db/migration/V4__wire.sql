-- What the adapters to other machines have to remember.

-- Signed SOAP envelopes taken lately, so that no node takes one twice.
create table seen_envelope (
  digest     text        primary key,
  keep_until timestamptz not null
);
create index seen_envelope_age on seen_envelope (keep_until);

-- Handing a message to another machine: written before its first byte leaves.
create table hand_over (
  recipient   text        not null,
  manifest    text        not null,
  message_id  text        not null,
  attempts    integer     not null,
  attempted_at timestamptz not null,
  answered_at timestamptz,
  receipt     bytea,
  refusal_code  text,
  refusal_words text,
  primary key (recipient, manifest)
);
create index hand_over_unanswered on hand_over (recipient, message_id) where answered_at is null;

-- Calls to a portal, one for each destination, dossier and line of its history.
create table portal_call (
  destination  text        not null,
  dossier_code text        not null,
  sequence     integer     not null,
  updating     boolean     not null,
  attempts     integer     not null,
  attempted_at timestamptz not null,
  accepted_at  timestamptz,
  error_code   text,
  primary key (destination, dossier_code, sequence)
);
