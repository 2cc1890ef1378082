-- Whoever has a claim in hand: the broker may bring one claim to two nodes, the last one holds it.
-- Empty for what an older program claimed.
alter table outbox add column holder uuid;
