-- Signed documents are full of Base64 that is random: trying to compress them cost more than half of the insert and saved nothing.
alter table message alter manifest set storage external, alter content set storage external, alter receipt set storage external;
alter table evidence alter document set storage external;
alter table evidence_object alter document set storage external;
