package org.dossierhub.exchange.web;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Ties a form to the browser it was made for: 256 random bits in a {@code __Host-} cookie, which no
 * other host and no unencrypted page can set, and the same bits, masked afresh for every page, in a
 * hidden field of every form. Masking keeps a compressed answer from giving the token away bit by
 * bit.
 */
final class FormToken {
  static final String COOKIE = "__Host-hub-form";
  static final String FIELD = "_form";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bits;

  private FormToken(byte[] bits) {
    this.bits = bits;
  }

  static FormToken fresh() {
    var bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new FormToken(bits);
  }

  static Optional<FormToken> ofCookie(String value) {
    return decoded(value, BYTES).map(FormToken::new);
  }

  String cookieValue() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /** The value for the hidden field: different every time, good every time. */
  String fieldValue() {
    var mask = new byte[BYTES];
    RANDOM.nextBytes(mask);
    var both = new byte[2 * BYTES];
    for (int i = 0; i < BYTES; i++) {
      both[i] = mask[i];
      both[BYTES + i] = (byte) (mask[i] ^ bits[i]);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
  }

  boolean accepts(String fieldValue) {
    return decoded(fieldValue, 2 * BYTES)
        .map(
            both -> {
              var unmasked = new byte[BYTES];
              for (int i = 0; i < BYTES; i++) {
                unmasked[i] = (byte) (both[i] ^ both[BYTES + i]);
              }
              return MessageDigest.isEqual(unmasked, bits);
            })
        .orElse(false);
  }

  private static Optional<byte[]> decoded(String text, int length) {
    if (text == null || !text.matches("[A-Za-z0-9_-]{20,100}")) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      return bytes.length == length ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
