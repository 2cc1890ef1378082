package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostedFormTest {

  @Test
  void texts_are_trimmed_in_nfc_and_without_control_characters() {
    var form =
        new PostedForm(
            Map.of(
                "name", List.of(" Nguye\u0302\u0303n\0\u0085 "),
                "reason", List.of("one\r\ntwo\tthree\u001b"),
                "nothing", List.of("\0"),
                "password", List.of(" a\0b ")),
            Map.of());

    assertThat(form.text("name")).isEqualTo("Nguy\u1ec5n");
    assertThat(form.text("reason")).isEqualTo("one\r\ntwo\tthree");
    assertThat(form.optional("nothing")).isEmpty();
    assertThat(form.all("name")).containsExactly("Nguye\u0302\u0303n");
    assertThat(form.secret("password")).isEqualTo(" a\0b ".toCharArray());
  }
}
