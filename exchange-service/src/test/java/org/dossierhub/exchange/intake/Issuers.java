package org.dossierhub.exchange.intake;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.verification.AskCertificateStatus;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * The authorities of the development PKI, answering in process; counts how often they are asked.
 */
public final class Issuers implements RevocationSource {
  public final AtomicInteger asked = new AtomicInteger();
  public boolean away;

  private final DevelopmentPki pki;
  private final Clock clock;

  Issuers(DevelopmentPki pki, Clock clock) {
    this.pki = pki;
    this.clock = clock;
  }

  public AskCertificateStatus ask() {
    return new AskCertificateStatus(
        TrustAnchors.of(pki.governmentAnchors(), pki.publicAnchors(), pki.intermediates()),
        this,
        clock);
  }

  @Override
  public Optional<byte[]> ocsp(URI responder, byte[] request) {
    asked.incrementAndGet();
    return away ? Optional.empty() : Optional.of(pki.ocspAnswer(request, clock.instant()));
  }

  @Override
  public Optional<byte[]> crl(URI distributionPoint) {
    asked.incrementAndGet();
    var authority = distributionPoint.getPath().replaceAll("^/crl/|\\.crl$", "");
    return away ? Optional.empty() : Optional.of(pki.crl(authority, clock.instant()));
  }
}
