package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Passwords of this installation: made at random once, kept in files that only the owner can read,
 * never put on a command line.
 */
final class Secrets {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  Secrets(Path folder) {
    this.folder = folder;
  }

  /** The file that holds the password of this name; 160 random bits are made at the first call. */
  Path file(String name) throws IOException {
    var file = folder.resolve(name + ".password");
    if (!Files.exists(file)) {
      var random = new byte[20];
      RANDOM.nextBytes(random);
      write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
    return file;
  }

  String read(String name) throws IOException {
    return Files.readString(file(name)).strip();
  }

  /** Writes a file that only its owner can read, completely or not at all. */
  static void write(Path file, String content) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var fresh = Files.createTempFile(file.getParent(), ".new", null, owner);
    Files.writeString(fresh, content);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
