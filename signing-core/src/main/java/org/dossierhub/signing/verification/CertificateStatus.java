package org.dossierhub.signing.verification;

import java.time.Instant;
import java.util.Optional;

/**
 * What its issuer says about a certificate, by OCSP (RFC 6960) or CRL (RFC 5280).
 *
 * @param at when it was asked for
 * @param asOf of when the answer is ({@code thisUpdate}); an older one never overrules a younger
 * @param revoked since when it is revoked; present exactly when it is
 * @param detail where the answer comes from, or why there is none; English, for operators
 */
public record CertificateStatus(
    Kind kind, Instant at, Instant asOf, Optional<Instant> revoked, String detail) {

  /** UNKNOWN: no genuine and fresh answer could be had; this is never taken for good news. */
  public enum Kind {
    GOOD,
    REVOKED,
    UNKNOWN
  }

  public CertificateStatus {
    if (revoked.isPresent() != (kind == Kind.REVOKED)) {
      throw new IllegalArgumentException("Revoked exactly when it says since when: " + kind);
    }
  }
}
