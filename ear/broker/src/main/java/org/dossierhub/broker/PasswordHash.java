package org.dossierhub.broker;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A broker password as the users file keeps it: {@code pbkdf2:ROUNDS:SALT:HASH}, PBKDF2 with
 * HMAC-SHA-256.
 *
 * @param rounds how often the hash was made
 * @param salt 16 random bytes
 * @param hash 32 bytes
 */
public record PasswordHash(int rounds, byte[] salt, byte[] hash) {

  private static final int ROUNDS = 210_000;

  /** A new hash of the password, in the form of the users file. */
  public static String make(String password) {
    return make(password, ROUNDS);
  }

  static String make(String password, int rounds) {
    var salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    var base64 = Base64.getEncoder().withoutPadding();
    return "pbkdf2:"
        + rounds
        + ":"
        + base64.encodeToString(salt)
        + ":"
        + base64.encodeToString(derive(password, salt, rounds));
  }

  static PasswordHash of(String text) {
    var parts = text.split(":");
    if (parts.length != 4 || !parts[0].equals("pbkdf2")) {
      throw new IllegalArgumentException("Not a password hash of the form pbkdf2:ROUNDS:SALT:HASH");
    }
    return new PasswordHash(
        Integer.parseInt(parts[1]),
        Base64.getDecoder().decode(parts[2]),
        Base64.getDecoder().decode(parts[3]));
  }

  boolean matches(String password) {
    return MessageDigest.isEqual(hash, derive(password, salt, rounds));
  }

  static boolean same(String password, String other) {
    return other != null
        && MessageDigest.isEqual(
            password.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] derive(String password, byte[] salt, int rounds) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, 256))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has PBKDF2WithHmacSHA256", e);
    }
  }
}
