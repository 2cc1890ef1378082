package org.dossierhub.exchange.web;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.CertificateSubject;

/**
 * A registered certificate as pages show it.
 *
 * @param status {@code inForce}, {@code expired}, {@code notYet}, {@code revoked}, {@code ending}
 *     (a withdrawal is to come) or {@code withdrawn}
 * @param issuerName issuer as RFC 4514 text, which together with the serial identifies the
 *     certificate
 */
public record ShownCertificate(
    String subject,
    String issuer,
    String issuerName,
    String serial,
    LocalDate from,
    LocalDate until,
    String status,
    Optional<Withdrawal> withdrawal) {

  static List<ShownCertificate> of(List<X509Certificate> certificates, Clock clock) {
    return certificates.stream()
        .map(c -> of(c, Optional.empty(), Optional.empty(), clock.instant()))
        .toList();
  }

  static List<ShownCertificate> ofAgency(List<AgencyCertificate> certificates, Clock clock) {
    return certificates.stream()
        .map(
            c ->
                of(
                    c.certificate(),
                    c.withdrawnAt()
                        .map(at -> clock.instant().isBefore(at) ? "ending" : "withdrawn")
                        .or(() -> c.revokedAt().map(at -> "revoked")),
                    c.withdrawal(),
                    clock.instant()))
        .toList();
  }

  private static ShownCertificate of(
      X509Certificate certificate,
      Optional<String> ended,
      Optional<Withdrawal> withdrawal,
      Instant now) {
    var id = CertificateId.of(certificate);
    return new ShownCertificate(
        CertificateSubject.of(certificate).display(),
        CertificateSubject.issuerOf(certificate).display(),
        id.issuer(),
        id.serial().toString(16),
        day(certificate.getNotBefore().toInstant()),
        day(certificate.getNotAfter().toInstant()),
        ended.orElse(
            now.isAfter(certificate.getNotAfter().toInstant())
                ? "expired"
                : now.isBefore(certificate.getNotBefore().toInstant()) ? "notYet" : "inForce"),
        withdrawal);
  }

  /** The colour that goes with the status. */
  public String tone() {
    return switch (status) {
      case "inForce" -> "good";
      case "notYet", "ending" -> "warn";
      default -> "bad";
    };
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, Texts.VIETNAM);
  }
}
