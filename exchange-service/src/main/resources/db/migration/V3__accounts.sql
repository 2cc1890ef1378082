-- People, what they sign with, and how they prove who they are.

create table account (
  id             uuid primary key,
  username       text not null unique,
  full_name      text not null,
  agency         text not null,
  roles          text[] not null,
  password_hash  text not null,
  must_change    boolean not null,
  -- sealed with a key that is not in this database
  second_factor  bytea,
  last_step      bigint not null default 0,
  -- grows whenever the sessions opened before are to end
  generation     integer not null default 1,
  blocked        boolean not null default false,
  image          bytea,
  added_at       timestamptz not null
);

create index account_of on account (agency, username);

create table account_certificate (
  account   uuid not null references account (id),
  issuer    text not null,
  serial    numeric not null,
  der       bytea not null,
  added_at  timestamptz not null,
  primary key (account, issuer, serial)
);

-- one row for each pair, account or address with recent tries to sign in
create table sign_in_attempts (
  key           text primary key,
  attempts      integer not null,
  window_start  timestamptz not null
);

create index sign_in_attempts_old on sign_in_attempts (window_start);
