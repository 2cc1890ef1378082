package org.dossierhub.exchange.result;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The opaque name under which the public finds a published result: 160 random bits, nothing
 * personal, nothing that can be counted up.
 */
public record PublicToken(String value) {

  public PublicToken {
    if (!value.matches("[A-Za-z0-9_-]{27}")) {
      throw new IllegalArgumentException("Not a public token");
    }
  }

  public static PublicToken random(SecureRandom random) {
    var bits = new byte[20];
    random.nextBytes(bits);
    return new PublicToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }
}
