-- A lane whose partner does not answer rests, on all nodes, and is then tried with one piece of work at a time.
create table lane_rest (
  kind     text        not null,
  lane     text        not null,
  failures integer     not null,
  until    timestamptz not null,
  primary key (kind, lane)
);

-- A receipt is kept once: as evidence object it is the document of its entry in the evidence log.
alter table evidence_object alter document drop not null;
alter table evidence_object add constraint evidence_object_document
  check (document is not null or evidence is not null);
