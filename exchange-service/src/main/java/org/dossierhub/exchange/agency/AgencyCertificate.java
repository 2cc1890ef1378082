package org.dossierhub.exchange.agency;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.CertificateStatus;

/**
 * A certificate an agency's system uses for TLS, WS-Security and manifests; it is known by issuer
 * and serial number. {@code standing} is what its issuer last said about it.
 */
public record AgencyCertificate(
    AgencyCode agency,
    X509Certificate certificate,
    Instant registeredAt,
    Optional<Instant> withdrawnAt,
    Optional<CertificateStatus> standing) {

  /** A certificate about which nobody has been asked yet. */
  public AgencyCertificate(
      AgencyCode agency,
      X509Certificate certificate,
      Instant registeredAt,
      Optional<Instant> withdrawnAt) {
    this(agency, certificate, registeredAt, withdrawnAt, Optional.empty());
  }

  public CertificateId id() {
    return CertificateId.of(certificate);
  }

  /** Since when it is revoked, as far as the hub has heard. */
  public Optional<Instant> revokedAt() {
    return standing.flatMap(CertificateStatus::revoked);
  }

  /** Registered, not withdrawn, and inside its own validity. */
  public boolean usableAt(Instant at) {
    return !at.isBefore(registeredAt)
        && withdrawnAt.map(at::isBefore).orElse(true)
        && !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }
}
