-- What waits is handed out in the order in which it was queued, whatever the clocks of the nodes say.
create index delivery_in_turn on delivery (recipient, sequence) where state in ('WAITING', 'SENDING');
