-- What is next in a lane is found without reading what waits behind it, and what is in work without reading what waits.
create index outbox_front on outbox (kind, lane, sequence) where set_aside_at is null;
create index outbox_in_work on outbox (kind, lane) where leased_until is not null;
