package org.dossierhub.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that no Maven repository brings. A test that needs one which is not here is skipped, and
 * says how to get it.
 */
final class Needs {
  /** Program, and the package of Debian that has it. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "softhsm2-util", "softhsm2",
          "chromium", "chromium",
          "pdfsig", "poppler-utils",
          "certutil", "libnss3-tools",
          "openssl", "openssl",
          "xmlsec1", "xmlsec1",
          "faketime", "faketime");

  private Needs() {}

  /** Where the program is; skips the test when it is nowhere. */
  static Path program(String name) {
    var found =
        Stream.concat(
                Optional.ofNullable(System.getenv(name.toUpperCase(java.util.Locale.ROOT)))
                    .map(Path::of)
                    .stream(),
                Stream.of((System.getenv("PATH") + ":/usr/bin").split(":"))
                    .map(folder -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(),
        () -> name + " is not installed (Debian: apt-get install " + PACKAGES.get(name) + ").");
    return found.orElseThrow();
  }
}
