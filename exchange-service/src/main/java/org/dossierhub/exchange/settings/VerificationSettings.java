package org.dossierhub.exchange.settings;

import java.time.Duration;

/**
 * What strangers' files are worth: {@code hub.verification.workers} (processes, 2), {@code
 * hub.verification.heap} (MB each, 768), {@code hub.verification.patience} (seconds per file, 4).
 */
public record VerificationSettings(int workers, int heapMegabytes, Duration patience) {

  /** What is used where nothing is set. */
  public static VerificationSettings usual() {
    return new VerificationSettings(2, 768, Duration.ofSeconds(4));
  }
}
