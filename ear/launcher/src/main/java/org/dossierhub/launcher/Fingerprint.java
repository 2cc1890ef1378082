package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.zip.ZipFile;

/** A short name for a set of facts, to see whether any of them changed. */
final class Fingerprint {

  private Fingerprint() {}

  /**
   * Of what an archive holds: built again from the same sources it is the same, whatever its time
   * says.
   */
  static String ofArchive(Path archive) throws IOException {
    try (var zip = new ZipFile(archive.toFile())) {
      return of(
          zip.stream()
              .map(entry -> entry.getName() + " " + entry.getSize() + " " + entry.getCrc())
              .toList());
    }
  }

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
