package org.dossierhub.signing.identity;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4), written as 64 lower-case hexadecimal digits. */
public record Sha256(String hex) {

  private static final int BUFFER = 64 * 1024;

  public Sha256 {
    if (hex == null || !hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "Not a SHA-256 digest in lower-case hexadecimal: " + Shown.of(hex));
    }
  }

  public static Sha256 of(byte[] content) {
    return ofDigest(algorithm().digest(content));
  }

  /** Reads the stream to its end and leaves closing it to the caller. */
  public static Sha256 of(InputStream content) throws IOException {
    var digest = algorithm();
    var buffer = new byte[BUFFER];
    for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return ofDigest(digest.digest());
  }

  /** From the 32 bytes of a digest made elsewhere. */
  public static Sha256 ofDigest(byte[] digest) {
    return new Sha256(HexFormat.of().formatHex(digest));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  private static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
