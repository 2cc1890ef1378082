package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class AdminAccountTest {

  @Test
  void writes_the_form_that_the_server_reads() {
    // The line of the server's own distribution, whose password is empty.
    var line = "admin;{SSHA256}Zl1/VMPYxMuFI2R9vhSzL0UucS4fY5aM5g/9yhmRxNiT3CH+nGzrsA==;asadmin\n";
    var bytes =
        Base64.getDecoder()
            .decode(line.substring("admin;{SSHA256}".length(), line.lastIndexOf(';')));
    var salt = java.util.Arrays.copyOfRange(bytes, 32, 40);

    assertThat(AdminAccount.line("", salt)).isEqualTo(line);
  }
}
