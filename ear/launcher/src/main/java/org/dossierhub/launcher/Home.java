package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder that holds everything one installation keeps: data, keys, logs. It is made once and
 * lies outside the build output; deleting it is starting anew. {@code HUB_HOME} names it, otherwise
 * it is {@code var} in the checkout.
 *
 * @param checkout where the sources and the build output are
 * @param folder the installation's own folder, absolute
 */
record Home(Path checkout, Path folder) {

  static Home find(Path checkout, String fromEnvironment) {
    var folder =
        fromEnvironment == null || fromEnvironment.isBlank()
            ? checkout.resolve("var")
            : Path.of(fromEnvironment);
    return new Home(checkout.toAbsolutePath().normalize(), folder.toAbsolutePath().normalize());
  }

  Path secrets() {
    return folder.resolve("secrets");
  }

  Path pki() {
    return folder.resolve("pki");
  }

  Path trust() {
    return pki().resolve("trust");
  }

  Path database() {
    return folder.resolve("database");
  }

  Path broker() {
    return folder.resolve("broker");
  }

  Path server() {
    return folder.resolve("server");
  }

  /** Payload store and whatever else the application keeps. */
  Path data() {
    return folder.resolve("data");
  }

  /** Certificates the mutual-TLS listener accepts; the application adds to it. */
  Path tlsTrust() {
    return folder.resolve("tls-trust");
  }

  Path programs() {
    return folder.resolve("programs");
  }

  Path run() {
    return folder.resolve("run");
  }

  Path logs() {
    return folder.resolve("logs");
  }

  Path log(String name) {
    return logs().resolve(name + ".log");
  }

  /**
   * Makes the folders that must exist before anything starts; only the owner may look into those
   * with secrets.
   */
  void prepare() throws IOException, Obstacle {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Obstacle(
          "The folder %s cannot be made (%s). Set HUB_HOME to a folder you may write to."
              .formatted(folder, e),
          e);
    }
    if (!Files.isWritable(folder)) {
      throw new Obstacle(
          "The folder %s belongs to %s and cannot be written by %s. Run as that user, or set HUB_HOME to a folder of your own."
              .formatted(folder, Files.getOwner(folder), System.getProperty("user.name")));
    }
    for (var inner : new Path[] {tlsTrust(), programs(), run()}) {
      Files.createDirectories(inner);
    }
    for (var closed : new Path[] {secrets(), data(), broker(), server(), logs()}) {
      Files.createDirectories(closed);
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
