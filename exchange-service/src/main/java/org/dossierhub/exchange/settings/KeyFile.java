package org.dossierhub.exchange.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * A secret of 256 bits that the hub makes for itself and keeps in the data folder, where all nodes
 * find it and a copy of the database does not contain it.
 */
public final class KeyFile {
  private static final int LENGTH = 32;

  private KeyFile() {}

  /**
   * Makes the file (32 random bytes, mode 600) when there is none.
   *
   * @throws IllegalStateException if it is not what was written
   */
  public static byte[] openOrCreate(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      var key = Files.readAllBytes(file);
      if (key.length != LENGTH) {
        throw new IllegalStateException(
            "A key is damaged (" + LENGTH + " bytes expected, " + key.length + " found): " + file);
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("A key cannot be read: " + file, e);
    }
  }

  private static void create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    var fresh = new byte[LENGTH];
    new SecureRandom().nextBytes(fresh);
    var temporary =
        Files.createTempFile(
            file.getParent(),
            "key",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(temporary, fresh);
    try {
      Files.createLink(file, temporary); // atomic: two nodes starting at once agree on one key
    } catch (FileAlreadyExistsException anotherNodeWasFirst) {
      // its key is the one to use
    }
    Files.delete(temporary);
  }
}
