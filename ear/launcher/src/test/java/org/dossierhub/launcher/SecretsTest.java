package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  @TempDir Path folder;

  @Test
  void a_password_is_made_once_and_only_its_owner_can_read_it() throws Exception {
    var first = new Secrets(folder).read("database-hub");

    assertThat(first)
        .hasSizeGreaterThan(20)
        .isEqualTo(new Secrets(folder).read("database-hub"))
        .isNotEqualTo(new Secrets(folder).read("other"));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("database-hub.password"))))
        .isEqualTo("rw-------");
  }
}
