-- A draft can be sent back by the leader, or by the clerk before a number is given; the officer replaces or discards it.
-- What was said last stays with the result; the audit log keeps all of it.

alter table result drop constraint result_state_check;
alter table result add constraint result_state_check
  check (state in ('AWAITING_LEADER', 'SENT_BACK', 'DISCARDED', 'AWAITING_NUMBER', 'AWAITING_SEAL', 'AWAITING_TIMESTAMP',
                   'AWAITING_PUBLICATION', 'PUBLISHED', 'REVOKED', 'REPLACED'));

alter table result drop constraint result_check3;
alter table result add constraint result_numbered
  check (state in ('AWAITING_LEADER', 'SENT_BACK', 'DISCARDED', 'AWAITING_NUMBER')
         or (number_year is not null and number is not null));

alter table result
  add remark    text,
  add remark_by uuid,
  add remark_at timestamptz,
  add constraint result_remark
    check ((remark is null) = (remark_by is null) and (remark is null) = (remark_at is null)),
  add constraint result_remark_wanted check (state not in ('SENT_BACK', 'DISCARDED') or remark is not null);
