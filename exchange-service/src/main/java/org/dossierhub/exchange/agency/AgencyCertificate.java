package org.dossierhub.exchange.agency;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * A certificate an agency's system uses for TLS, WS-Security and manifests; it is known by issuer
 * and serial number.
 */
public record AgencyCertificate(
    AgencyCode agency,
    X509Certificate certificate,
    Instant registeredAt,
    Optional<Instant> withdrawnAt) {

  public CertificateId id() {
    return CertificateId.of(certificate);
  }

  /** Registered, not withdrawn, and inside its own validity. */
  public boolean usableAt(Instant at) {
    return !at.isBefore(registeredAt)
        && withdrawnAt.map(at::isBefore).orElse(true)
        && !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }
}
