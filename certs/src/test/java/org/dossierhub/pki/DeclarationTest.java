package org.dossierhub.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeclarationTest {
  @Test
  void a_misspelt_word_in_the_declaration_is_named() {
    assertThatThrownBy(
            () ->
                read("<hierarchy trust='public'><authority name='root' keys='P-256'/></hierarchy>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keys");
    assertThatThrownBy(() -> read("<hierarchy trust='public'><authorty name='root'/></hierarchy>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("authorty");
  }

  @Test
  void a_document_type_is_refused() {
    var text = "<!DOCTYPE pki><pki xmlns='urn:dossierhub:development-pki:1'/>";

    assertThatThrownBy(
            () -> Declaration.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void
      every_authority_that_is_trusted_has_a_responder_and_every_certificate_lies_within_its_issuers_life() {
    var declaration = Declaration.ofTheProduct();
    var today = java.time.LocalDate.of(2026, 3, 1);

    for (var entry : declaration.entries()) {
      if (entry.isAuthority() && entry.trust() != Declaration.Trust.NONE) {
        assertThat(declaration.issuedBy(entry.name()))
            .anyMatch(e -> e.hasProfile("ocsp-responder"));
      }
      entry
          .issuer()
          .map(declaration::entry)
          .ifPresent(
              issuer -> {
                assertThat(today.plus(entry.notBefore()))
                    .as(entry.name())
                    .isAfterOrEqualTo(today.plus(issuer.notBefore()));
                assertThat(today.plus(entry.notAfter()))
                    .as(entry.name())
                    .isBeforeOrEqualTo(today.plus(issuer.notAfter()));
              });
    }
  }

  private static Declaration read(String inside) throws IOException {
    var text = "<pki xmlns='urn:dossierhub:development-pki:1'>" + inside + "</pki>";
    return Declaration.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }
}
