package org.dossierhub.exchange.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.dossierhub.exchange.intake.HubWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stored manifest is read without its schema, and says the same. */
class ManifestReadAgainTest {
  @TempDir Path folder;

  @Test
  void says_what_the_first_reading_said() throws Exception {
    var letter =
        new HubWorld(folder).letter().to(HubWorld.AGRICULTURE).part("đơn.pdf", "đơn đề nghị");
    var content = org.dossierhub.signing.xml.VerifiedXml.read(letter.signed()).content();

    assertThat(ManifestXml.readAgain(content)).isEqualTo(ManifestXml.read(content));
  }

  @Test
  void takes_no_document_type_and_nothing_larger_than_a_megabyte_either() {
    assertThatThrownBy(
            () ->
                ManifestXml.readAgain(
                    "<!DOCTYPE manifest [<!ENTITY a 'b'>]><manifest/>"
                        .getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedXml.class);
    assertThatThrownBy(() -> ManifestXml.readAgain(new byte[(1 << 20) + 1]))
        .isInstanceOf(MalformedXml.class)
        .hasMessageContaining("larger than");
  }
}
