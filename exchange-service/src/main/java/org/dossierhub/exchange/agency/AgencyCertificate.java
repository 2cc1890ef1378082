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
    Optional<Withdrawal> withdrawal,
    Optional<CertificateStatus> standing) {

  /** A certificate about which nobody has been asked yet. */
  public AgencyCertificate(
      AgencyCode agency,
      X509Certificate certificate,
      Instant registeredAt,
      Optional<Withdrawal> withdrawal) {
    this(agency, certificate, registeredAt, withdrawal, Optional.empty());
  }

  public CertificateId id() {
    return CertificateId.of(certificate);
  }

  /** Since when it is revoked, as far as the hub has heard. */
  public Optional<Instant> revokedAt() {
    return standing.flatMap(CertificateStatus::revoked);
  }

  /** From when on it is withdrawn; that may lie in the future. */
  public Optional<Instant> withdrawnAt() {
    return withdrawal.map(Withdrawal::at);
  }

  /** Registered, not withdrawn, and inside its own validity. */
  public boolean usableAt(Instant at) {
    return insideValidity(at) && withdrawal.filter(w -> w.holdsAt(at)).isEmpty();
  }

  /**
   * Whether it speaks for its agency in a document that says it was signed at {@code signed} and
   * arrives {@code now}: what was signed before an orderly change and is still in flight counts,
   * what comes after a loss of the key does not, whatever time it names.
   */
  public boolean vouchesFor(Instant signed, Instant now) {
    return usableAt(now)
        || insideValidity(now) && withdrawal.filter(w -> w.sparesInFlight(signed, now)).isPresent();
  }

  private boolean insideValidity(Instant at) {
    return !at.isBefore(registeredAt)
        && !at.isBefore(certificate.getNotBefore().toInstant())
        && !at.isAfter(certificate.getNotAfter().toInstant());
  }
}
