package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.dossierhub.system.drill.HubProcesses;
import org.junit.jupiter.api.Assumptions;

/**
 * Starts a part of the hub with another time of day than the machine has, by libfaketime; what is
 * measured from one moment to the next stays true. The launcher gives no environment of its caller
 * to what it starts, but starts it with {@code setsid}, which is another program in a mount
 * namespace of its own.
 */
final class WrongClock {
  private WrongClock() {}

  /** Starts the parts that do not run with a clock that is so many seconds ahead. */
  static void upAhead(HubProcesses hub, int seconds) throws IOException {
    var library = preloadable(library());
    Assumptions.assumeTrue(OwnMounts.arePossible(), OwnMounts.WHY_NOT);
    var folder = Files.createDirectories(hub.home().resolve("wrong-clock"));
    var genuine = folder.resolve("setsid");
    Files.copy(Path.of("/usr/bin/setsid"), genuine, StandardCopyOption.REPLACE_EXISTING);
    var starts = folder.resolve("setsid-with-a-wrong-clock");
    Files.writeString(
        starts,
        """
        #!/bin/sh
        export LD_PRELOAD='%s' FAKETIME=+%ds FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0
        exec '%s' "$@"
        """
            .formatted(library, seconds, genuine));
    for (var program : List.of(genuine, starts)) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    try (var mounts = OwnMounts.of(hub)) {
      mounts.run("mount --bind \"$0\" /usr/bin/setsid", starts);
      mounts.up();
    }
  }

  /** A copy whose path has no spaces, which divide the names in LD_PRELOAD (ld.so(8)). */
  private static Path preloadable(Path library) throws IOException {
    var folder = Files.createTempDirectory("wrong-clock");
    var copy = Files.copy(library, folder.resolve(library.getFileName()));
    folder.toFile().deleteOnExit();
    copy.toFile().deleteOnExit();
    assertThat(copy.toString()).doesNotContainPattern("[\\s:]");
    return copy;
  }

  /** Beside the program of the same package, be it installed or unpacked. */
  private static Path library() throws IOException {
    var prefix = Needs.program("faketime").getParent().getParent();
    try (var found =
        Files.find(
            prefix.resolve("lib"), 3, (file, a) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
      var library = found.findFirst();
      assertThat(library).as("the library beside " + prefix).isPresent();
      return library.get();
    }
  }
}
