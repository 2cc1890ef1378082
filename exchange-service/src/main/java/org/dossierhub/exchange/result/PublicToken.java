package org.dossierhub.exchange.result;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The opaque name under which the public finds a published result: 160 random bits, nothing
 * personal, nothing that can be counted up.
 */
public record PublicToken(String value) {

  private static final String FORM = "[A-Za-z0-9_-]{27}";

  public PublicToken {
    if (!value.matches(FORM)) {
      throw new IllegalArgumentException("Not a public token");
    }
  }

  /** Empty for text that cannot be a token. */
  public static Optional<PublicToken> parse(String text) {
    return text.matches(FORM) ? Optional.of(new PublicToken(text)) : Optional.empty();
  }

  public static PublicToken random(SecureRandom random) {
    var bits = new byte[20];
    random.nextBytes(bits);
    return new PublicToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }
}
