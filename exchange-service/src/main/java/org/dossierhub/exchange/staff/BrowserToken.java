package org.dossierhub.exchange.staff;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.dossierhub.signing.identity.Sha256;

/**
 * By what a browser is known again: 256 random bits that only the browser keeps. What the hub keeps
 * is their SHA-256, which lets nobody in.
 */
public final class BrowserToken {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  private BrowserToken(String text) {
    this.text = text;
  }

  static BrowserToken fresh() {
    var bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new BrowserToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** Empty for what no token can be. */
  public static Optional<BrowserToken> of(String cookieValue) {
    return cookieValue != null && cookieValue.matches("[A-Za-z0-9_-]{43}")
        ? Optional.of(new BrowserToken(cookieValue))
        : Optional.empty();
  }

  public String cookieValue() {
    return text;
  }

  Sha256 hash() {
    return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
