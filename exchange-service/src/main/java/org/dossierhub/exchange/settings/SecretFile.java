package org.dossierhub.exchange.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds one secret in its first line. */
public record SecretFile(Path path) {

  /** Reads the secret; every call to this method is a place where a secret is in memory. */
  public char[] revealSecret() {
    try {
      return Files.readString(path, StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("")
          .toCharArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the secret in " + path, e);
    }
  }
}
