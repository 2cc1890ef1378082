package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UploadedNameTest {

  @Test
  void a_vietnamese_name_survives_the_header() {
    var header =
        new String("Quyết định.pdf".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(UploadedName.shown(Optional.of(header))).isEqualTo("Quyết định.pdf");
    assertThat(UploadedName.shown(Optional.of("Quyết định.pdf"))).isEqualTo("Quyết định.pdf");
    assertThat(UploadedName.shown(Optional.of("ket-qua.pdf"))).isEqualTo("ket-qua.pdf");
    assertThat(UploadedName.shown(Optional.of("caf\u00e9.pdf"))).isEqualTo("caf\u00e9.pdf");
  }

  @Test
  void a_name_is_no_path_and_no_weapon() {
    assertThat(UploadedName.shown(Optional.of("C:\\tmp\\a.pdf"))).isEqualTo("a.pdf");
    assertThat(UploadedName.shown(Optional.of("../../etc/passwd"))).isEqualTo("passwd");
    assertThat(UploadedName.shown(Optional.of("a\r\n\u202efdp.exe"))).isEqualTo("afdp.exe");
    assertThat(UploadedName.shown(Optional.of("  "))).isEqualTo("tep");
    assertThat(UploadedName.shown(Optional.empty())).isEqualTo("tep");
    assertThat(UploadedName.shown(Optional.of("x".repeat(400)))).hasSize(255);
  }
}
