package org.dossierhub.launcher;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The server's own administrator, in the form of its admin-keyfile (salted SHA-256, a hundred
 * rounds).
 */
final class AdminAccount {

  private static final int ROUNDS = 100;

  private AdminAccount() {}

  static String line(String password) {
    var salt = new byte[8];
    new SecureRandom().nextBytes(salt);
    return line(password, salt);
  }

  static String line(String password, byte[] salt) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(password.getBytes(StandardCharsets.UTF_8));
      var hash = digest.digest(salt);
      for (int round = 1; round < ROUNDS; round++) {
        hash = digest.digest(hash);
      }
      var both = new byte[hash.length + salt.length];
      System.arraycopy(hash, 0, both, 0, hash.length);
      System.arraycopy(salt, 0, both, hash.length, salt.length);
      return "admin;{SSHA256}" + Base64.getEncoder().encodeToString(both) + ";asadmin\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
