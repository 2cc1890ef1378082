-- What the issuer last said about the certificate of an agency's system, asked in the background. A sender waits for no
-- authority; every node and every start knows what was known.

alter table agency_certificate
  add standing        text check (standing in ('GOOD', 'REVOKED')),
  add standing_at     timestamptz,
  add standing_detail text,
  add revoked_at      timestamptz,
  add constraint agency_certificate_standing
    check ((standing is null) = (standing_at is null) and (standing is null) = (standing_detail is null)),
  add constraint agency_certificate_revoked check ((standing is not distinct from 'REVOKED') = (revoked_at is not null));
