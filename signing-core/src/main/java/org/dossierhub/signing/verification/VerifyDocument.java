package org.dossierhub.signing.verification;

import java.time.Clock;
import java.util.Objects;

/** Says what the signatures of one file are worth. Safe for use by several threads at once. */
public final class VerifyDocument {
  private final PolicyProfile policy;
  private final TrustAnchors anchors;
  private final RevocationSource revocation;
  private final Clock clock;

  public VerifyDocument(
      PolicyProfile policy, TrustAnchors anchors, RevocationSource revocation, Clock clock) {
    this.policy = Objects.requireNonNull(policy);
    this.anchors = Objects.requireNonNull(anchors);
    this.revocation = Objects.requireNonNull(revocation);
    this.clock = Objects.requireNonNull(clock);
  }

  public ValidationReport verify(String fileName, byte[] document) {
    throw new UnsupportedOperationException(
        "built next: " + policy + anchors + revocation + clock + fileName + document.length);
  }
}
