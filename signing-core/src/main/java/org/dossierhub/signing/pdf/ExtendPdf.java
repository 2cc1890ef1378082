package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.time.Clock;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;

/** Adds proof of time (PAdES baseline T) and what later verification needs (LT). */
public final class ExtendPdf {
  private final TimestampAuthority authority;
  private final TrustAnchors anchors;
  private final RevocationSource revocation;
  private final Clock clock;

  public ExtendPdf(
      TimestampAuthority authority,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock) {
    this.authority = authority;
    this.anchors = anchors;
    this.revocation = revocation;
    this.clock = clock;
  }

  /** Appends a document time-stamp over everything in the file (EN 319 142-1, level T). */
  public byte[] timestamp(byte[] pdf) throws IOException {
    throw new UnsupportedOperationException("comes with the next landing " + authority + clock);
  }

  /** Appends certificates and revocation data of all signatures and time-stamps (level LT). */
  public byte[] longTerm(byte[] pdf) throws IOException {
    throw new UnsupportedOperationException("comes with the next landing" + anchors + revocation);
  }
}
