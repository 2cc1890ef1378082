-- Legal references are dated data. What nobody has compared with the official text yet carries no verified_on and is
-- shown to no citizen.

create table legal_instrument (
  no             text primary key,
  title          text not null,
  issued         date,
  effective_from date,
  effective_to   date,
  repealed_by    text references legal_instrument (no),
  verified_by    text,
  verified_on    date,
  check (effective_to >= effective_from),
  check ((verified_by is null) = (verified_on is null)),
  check (verified_on is null or effective_from is not null)
);

-- What a form, a rule of signatures or a procedure rests on, and from when to when; one at a time.
create table legal_basis (
  subject     text not null check (subject in ('RESULT_FORM', 'SIGNATURE', 'VERIFICATION', 'ONE_STOP')),
  instrument  text not null references legal_instrument (no),
  valid_from  date not null,
  valid_until date check (valid_until >= valid_from),
  primary key (subject, valid_from)
);

insert into legal_instrument (no, title, issued, effective_from, effective_to, repealed_by) values
  ('20/2023/QH15', 'Luật Giao dịch điện tử', null, '2024-07-01', null, null),
  ('23/2025/NĐ-CP', 'Nghị định quy định về chữ ký điện tử và dịch vụ tin cậy', '2025-02-21', '2025-04-10', null, null),
  ('15/2025/TT-BKHCN', 'Thông tư về chức năng, tính năng của phần mềm ký số, phần mềm kiểm tra chữ ký số', null, null, null, null),
  ('22/2020/TT-BTTTT', 'Thông tư về yêu cầu kỹ thuật đối với phần mềm ký số, phần mềm kiểm tra chữ ký số', null, null, null, '15/2025/TT-BKHCN'),
  ('68/2024/NĐ-CP', 'Nghị định quy định về chữ ký số chuyên dùng công vụ', '2024-06-25', null, null, null),
  ('30/2020/NĐ-CP', 'Nghị định về công tác văn thư', null, null, null, null),
  ('118/2025/NĐ-CP', 'Nghị định về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông', null, '2025-07-01', null, null),
  ('61/2018/NĐ-CP', 'Nghị định về thực hiện cơ chế một cửa, một cửa liên thông', null, null, '2025-06-30', '118/2025/NĐ-CP');

insert into legal_basis (subject, instrument, valid_from, valid_until) values
  ('RESULT_FORM', '30/2020/NĐ-CP', '2025-07-01', null),
  ('SIGNATURE', '23/2025/NĐ-CP', '2025-07-01', null),
  ('VERIFICATION', '15/2025/TT-BKHCN', '2025-07-01', null),
  ('ONE_STOP', '118/2025/NĐ-CP', '2025-07-01', null);
