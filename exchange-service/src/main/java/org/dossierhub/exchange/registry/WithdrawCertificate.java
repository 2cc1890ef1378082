package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * A certificate no longer speaks for its agency, from now on. Refuses with UNKNOWN_AGENCY,
 * UNKNOWN_CERTIFICATE.
 */
@ApplicationScoped
public class WithdrawCertificate {
  private final Agencies agencies;
  private final Registry registry;

  /** For the container's proxy. */
  protected WithdrawCertificate() {
    this(null, null);
  }

  @Inject
  public WithdrawCertificate(Agencies agencies, Registry registry) {
    this.agencies = agencies;
    this.registry = registry;
  }

  public void withdraw(AgencyCode code, CertificateId id, String actor) throws RegistryRefused {
    registry.required(code);
    boolean known =
        agencies.certificatesOf(code).stream()
            .anyMatch(
                certificate -> certificate.id().equals(id) && certificate.withdrawnAt().isEmpty());
    if (!known) {
      throw new RegistryRefused(
          "UNKNOWN_CERTIFICATE",
          "Cơ quan " + code + " không có chứng thư số này.",
          "Agency " + code + " has no such certificate");
    }
    registry.change(
        () -> agencies.withdrawCertificate(code, id, registry.now()),
        "CERTIFICATE_WITHDRAWN",
        code,
        id.toString(),
        actor);
    registry.tellCertificatesChanged(code);
  }
}
