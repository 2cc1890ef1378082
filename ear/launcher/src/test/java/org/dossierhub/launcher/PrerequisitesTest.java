package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrerequisitesTest {

  @TempDir Path folder;

  @Test
  void upgrades_and_the_c_library_are_not_unpacked() {
    var plan =
        """
        Reading package lists...
        Inst libc6 [2.36-9] (2.36-9+deb12u1 Debian:12 [amd64]) []
        Inst libc6-dev (2.36-9+deb12u1 Debian:12 [amd64])
        Inst libc-bin (2.36-9+deb12u1 Debian:12 [amd64])
        Inst libnss3 [2:3.87-1] (2:3.87.1-1 Debian:12 [amd64])
        Inst libnss3-tools (2:3.87.1-1 Debian:12 [amd64])
        Inst libpoppler126 (22.12.0-2 Debian:12 [amd64]) []
        Inst libpoppler126 (22.12.0-2 Debian:12 [amd64])
        Conf libnss3-tools (2:3.87.1-1 Debian:12 [amd64])
        """;

    assertThat(Prerequisites.additions(plan)).containsExactly("libnss3-tools", "libpoppler126");
  }

  @Test
  void programs_that_came_without_libraries_reach_the_path() throws Exception {
    Files.createDirectories(folder.resolve("usr/bin"));

    assertThat(new Prerequisites(folder).assignments())
        .startsWith("export PATH='" + folder.resolve("usr/bin") + ":'")
        .doesNotContain("LD_LIBRARY_PATH");

    var libraries = Files.createDirectories(folder.resolve("usr/lib/x86_64-linux-gnu"));
    assertThat(new Prerequisites(folder).assignments())
        .contains("LD_LIBRARY_PATH='" + libraries + "'");

    var own = Files.createDirectories(libraries.resolve("pulseaudio"));
    assertThat(new Prerequisites(folder).assignments())
        .contains("LD_LIBRARY_PATH='" + libraries + ":" + own + "'");
  }

  @Test
  void nothing_unpacked_changes_nothing() throws Exception {
    assertThat(new Prerequisites(folder).assignments()).isEmpty();
  }
}
