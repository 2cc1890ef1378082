package org.dossierhub.exchange.desk;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.RevocationSource;

/**
 * What the development PKI answers over the network, without a network; each service can be away.
 */
final class PkiNetwork implements RevocationSource, TimestampAuthority {
  private final DevelopmentPki pki;
  private final Clock clock;
  boolean revocationAway;
  boolean timestampAway;

  PkiNetwork(DevelopmentPki pki, Clock clock) {
    this.pki = pki;
    this.clock = clock;
  }

  @Override
  public Optional<byte[]> ocsp(URI responder, byte[] request) {
    return revocationAway
        ? Optional.empty()
        : Optional.of(pki.ocspAnswer(request, clock.instant()));
  }

  @Override
  public Optional<byte[]> crl(URI distributionPoint) {
    var authority = distributionPoint.getPath().replaceAll("^/crl/|\\.crl$", "");
    return revocationAway ? Optional.empty() : Optional.of(pki.crl(authority, clock.instant()));
  }

  @Override
  public byte[] timestamp(byte[] request) throws IOException {
    if (timestampAway) {
      throw new IOException("The time-stamp authority does not answer");
    }
    return pki.timestampAnswer(request, clock.instant());
  }
}
