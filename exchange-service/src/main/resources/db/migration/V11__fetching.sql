-- Agencies that fetch what waits for them (PULL), agencies that speak REST, and messages taken back by their senders.

alter table agency drop constraint agency_channel_check;
alter table agency add constraint agency_channel_check check (channel in ('DESK', 'SOAP', 'JMS', 'PULL'));

alter table message drop constraint message_arrived_by_check;
alter table message add constraint message_arrived_by_check check (arrived_by in ('DESK', 'SOAP', 'JMS', 'REST'));

alter table message drop constraint message_kind_check;
alter table message add constraint message_kind_check check (kind in ('DOSSIER', 'STATUS', 'RESULT', 'EVIDENCE'));

alter table delivery drop constraint delivery_state_check;
alter table delivery add constraint delivery_state_check
  check (state in ('WAITING', 'SENDING', 'DELIVERED', 'REFUSED', 'EXPIRED', 'WITHDRAWN'));

-- To whom a waiting message was handed out, and until when nobody else gets it.
alter table delivery add batch text;
alter table delivery add leased_until timestamptz;
-- What the sender signed when it took the message back.
alter table delivery add withdrawal bytea;
alter table delivery add constraint delivery_withdrawal check ((state = 'WITHDRAWN') = (withdrawal is not null));

create index delivery_waiting on delivery (recipient, added_at) where state in ('WAITING', 'SENDING');
create index delivery_withdrawn on delivery (recipient, changed_at) where state = 'WITHDRAWN';
