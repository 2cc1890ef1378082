package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.signing.verification.AskCertificateStatus;
import org.dossierhub.signing.verification.CertificateStatus;

/**
 * Asks the issuers about every certificate of the agencies' systems and writes down what they say;
 * intake and couriers read only that. An issuer that cannot be reached changes nothing: what was
 * good goes on (F24), what was revoked stays refused, until the issuer says otherwise.
 */
@ApplicationScoped
public class CheckAgencyCertificates {
  private final Agencies agencies;
  private final AskCertificateStatus askStatus;
  private final Registry registry;

  /** For the container's proxy. */
  protected CheckAgencyCertificates() {
    this(null, null, null);
  }

  @Inject
  public CheckAgencyCertificates(
      Agencies agencies, AskCertificateStatus askStatus, Registry registry) {
    this.agencies = agencies;
    this.askStatus = askStatus;
    this.registry = registry;
  }

  /** The number of certificates the issuers gave an answer about. */
  public int checkAll() {
    int answered = 0;
    for (var certificate : agencies.certificatesInFlight(registry.now())) {
      var status = askStatus.ask(certificate.certificate());
      if (status.kind() != CertificateStatus.Kind.UNKNOWN) {
        answered++;
        write(certificate, status);
      }
    }
    return answered;
  }

  private void write(AgencyCertificate certificate, CertificateStatus status) {
    boolean was = certificate.revokedAt().isPresent();
    boolean is = status.revoked().isPresent();
    if (was == is) {
      agencies.standing(certificate, status);
      return;
    }
    var entry =
        new AuditEntry(
            registry.now(),
            "hub",
            is ? "CERTIFICATE_FOUND_REVOKED" : "CERTIFICATE_REINSTATED",
            certificate.agency().value(),
            Optional.of(certificate.agency()),
            certificate.id() + " " + status.detail());
    if (registry.changeIfNew(() -> agencies.standing(certificate, status), entry)) {
      registry.tellCertificatesChanged(certificate.agency());
    }
  }
}
