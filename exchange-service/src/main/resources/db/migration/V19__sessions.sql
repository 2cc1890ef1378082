-- What the hub remembers of a browser somebody signs in with. The token that opens it is known to the browser alone.
create table browser_session (
  -- SHA-256 of the token
  token_hash    text        primary key check (token_hash ~ '^[0-9a-f]{64}$'),
  account       uuid        not null references account (id),
  -- of the account at that time; another one now ends the session
  generation    integer     not null,
  -- the password was right, the one-time code has not come yet
  code_to_come  boolean     not null,
  expires_at    timestamptz not null,
  -- last request, to the minute
  used_at       timestamptz not null,
  -- of a second factor that is being enrolled, sealed with a key that is not in this database
  new_secret    bytea,
  -- one sentence for the next page
  news          text
);
