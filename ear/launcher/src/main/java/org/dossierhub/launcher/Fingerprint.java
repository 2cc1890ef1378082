package org.dossierhub.launcher;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/** A short name for a set of facts, to see whether any of them changed. */
final class Fingerprint {

  private Fingerprint() {}

  static String of(Collection<?> facts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      facts.forEach(fact -> digest.update((fact + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
