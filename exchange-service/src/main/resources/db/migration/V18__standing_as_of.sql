-- Of when the issuer's last word about a certificate is: two nodes may ask, and an older answer must not overrule a younger.
alter table agency_certificate add column standing_as_of timestamptz;
