package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.CertificateHolder;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;

/**
 * Which agency a certificate stands for today. Issuer and serial find it; since anybody can make a
 * certificate with the same issuer name and serial, the registered bytes have to be equal too
 * (hazard A14).
 */
@ApplicationScoped
public class KnownCertificates {
  private Agencies agencies;
  private Clock clock;

  /** For the container's proxy. */
  protected KnownCertificates() {}

  @Inject
  public KnownCertificates(Agencies agencies, Clock clock) {
    this.agencies = agencies;
    this.clock = clock;
  }

  /** Since when, as far as the hub has heard. */
  public Optional<Instant> revoked(CertificateId id) {
    return agencies.certificate(id).flatMap(AgencyCertificate::revokedAt);
  }

  /** Also for a revoked certificate, so that its owner is told that. */
  public Optional<AgencyCode> agencyOf(X509Certificate shown) {
    return holderOf(shown).map(holder -> holder.agency().code());
  }

  /** The same with what is known of the certificate. */
  public Optional<CertificateHolder> holderOf(X509Certificate shown) {
    var now = clock.instant();
    return agencies
        .holder(CertificateId.of(shown))
        .filter(
            known ->
                known.certificate().certificate().equals(shown)
                    && known.certificate().usableAt(now)
                    && known.agency().openAt(now));
  }
}
