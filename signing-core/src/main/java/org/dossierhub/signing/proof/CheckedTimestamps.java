package org.dossierhub.signing.proof;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dossierhub.signing.timestamp.AskTimestamp;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.timestamp.TimestampTrust;
import org.dossierhub.signing.verification.TrustAnchors;

/** Gives the library time-stamps that were checked before anything is built on them. */
final class CheckedTimestamps implements TSPSource {
  private static final long serialVersionUID = 1;

  private final transient AskTimestamp ask;

  CheckedTimestamps(TimestampAuthority authority, TrustAnchors anchors) {
    this.ask =
        new AskTimestamp(authority, new TimestampTrust(anchors.all(), anchors.intermediates()));
  }

  @Override
  public TimestampBinary getTimeStampResponse(DigestAlgorithm algorithm, byte[] digest) {
    try {
      return new TimestampBinary(ask.token(algorithm.getOid(), digest));
    } catch (IOException e) {
      throw new UncheckedIOException("No usable time-stamp: " + e.getMessage(), e);
    }
  }
}
