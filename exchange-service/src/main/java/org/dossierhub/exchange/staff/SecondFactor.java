package org.dossierhub.exchange.staff;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of a time-based one-time password (RFC 6238): HMAC-SHA-1, steps of 30 s, six digits,
 * as every authenticator application has it. One step earlier or later is accepted for clocks that
 * are a little off.
 */
public final class SecondFactor {
  private static final int STEP_SECONDS = 30;
  private static final int DIGITS = 6;
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] secret;

  SecondFactor(byte[] secret) {
    this.secret = secret.clone();
  }

  /** A fresh secret of 160 bits, the length RFC 4226 section 4 (R6) recommends. */
  public static SecondFactor fresh() {
    var secret = new byte[20];
    new SecureRandom().nextBytes(secret);
    return new SecondFactor(secret);
  }

  /** Reads what {@link #base32()} wrote. */
  public static SecondFactor ofBase32(String text) {
    var out = new java.io.ByteArrayOutputStream();
    int buffer = 0;
    int bits = 0;
    for (char c : text.replace(" ", "").toCharArray()) {
      int value = BASE32.indexOf(Character.toUpperCase(c));
      if (value < 0) {
        throw new IllegalArgumentException("Not base32.");
      }
      buffer = (buffer << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write(buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    return new SecondFactor(out.toByteArray());
  }

  /**
   * The secret as people type it into an authenticator application (RFC 4648 base32, no padding).
   */
  public String base32() {
    var text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : secret) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt((buffer >> bits) & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(BASE32.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }

  /** The address an authenticator application reads from a QR code. */
  public String enrolmentUri(String issuer, String username) {
    return "otpauth://totp/"
        + encoded(issuer)
        + ":"
        + encoded(username)
        + "?secret="
        + base32()
        + "&issuer="
        + encoded(issuer)
        + "&algorithm=SHA1&digits=6&period=30";
  }

  /** The time step this code belongs to, or empty when it is none of now. */
  public OptionalLong matchingStep(String code, Instant now) {
    var digits = code.replace(" ", "");
    if (!digits.matches("[0-9]{6}")) {
      return OptionalLong.empty();
    }
    long current = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    for (long step : new long[] {current, current - 1, current + 1}) {
      if (MessageDigest.isEqual(codeAt(step).getBytes(), digits.getBytes())) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** The code an authenticator application shows at this time. */
  public String codeAt(Instant time) {
    return codeAt(Math.floorDiv(time.getEpochSecond(), STEP_SECONDS));
  }

  byte[] bytes() {
    return secret.clone();
  }

  private String codeAt(long step) {
    try {
      var mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      // RFC 4226, 5.3: dynamic truncation
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(Arrays.copyOfRange(hash, offset, offset + 4)).getInt();
      return String.format("%0" + DIGITS + "d", (number & 0x7fffffff) % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA1.", e);
    }
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }
}
