-- Agencies begin and end on stated days and may have one that takes over from them (the mergers of 2025); certificates are
-- withdrawn for a stated reason, from a stated moment. Nothing of this is ever deleted.

alter table agency
  add valid_from       timestamptz,
  add successor        text references agency (code),
  add succession       text check (succession in ('FORWARD', 'REFUSE')),
  add succession_basis text,
  add constraint agency_succession check ((successor is null) = (succession is null)
    and (successor is null) = (succession_basis is null) and (successor is null or closed_at is not null)),
  add constraint agency_is_not_its_own_successor check (successor <> code);
update agency set valid_from = registered_at;
alter table agency alter column valid_from set not null;
create index agency_of_successor on agency (successor) where successor is not null;

alter table agency_certificate
  add withdrawal text check (withdrawal in ('REPLACED', 'COMPROMISED')),
  add withdrawal_entered_at timestamptz,
  add withdrawal_note text;
-- Whoever was withdrawn before reasons were asked for gets the strict one: no message is taken under it any more.
update agency_certificate set withdrawal = 'COMPROMISED', withdrawal_entered_at = withdrawn_at, withdrawal_note = ''
  where withdrawn_at is not null;
alter table agency_certificate add constraint agency_certificate_withdrawal
  check ((withdrawn_at is null) = (withdrawal is null) and (withdrawn_at is null) = (withdrawal_entered_at is null)
    and (withdrawn_at is null) = (withdrawal_note is null));
create index agency_certificate_by_serial on agency_certificate (serial);
