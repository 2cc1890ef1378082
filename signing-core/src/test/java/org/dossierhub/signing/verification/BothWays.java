package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Verifies with and without short cuts. What takes less time says the same, down to the last word:
 * whatever the tests verify, honest or hostile, is compared here.
 */
final class BothWays {
  private BothWays() {}

  static ValidationReport verify(
      Policies policies,
      TrustAnchors anchors,
      RevocationSource revocation,
      boolean assumeTrusted,
      byte[] file,
      Optional<DetachedContent> content,
      Instant at) {
    var clock = Clock.fixed(at, ZoneOffset.UTC);
    var report =
        new VerifyDocument(policies, anchors, revocation, clock, assumeTrusted)
            .verify("tệp thử.pdf", file, content, at);
    var thorough =
        new VerifyDocument(policies, anchors, revocation, clock, assumeTrusted, false)
            .verify("tệp thử.pdf", file, content, at);

    assertThat(report).as("with short cuts").isEqualTo(thorough);
    return report;
  }
}
