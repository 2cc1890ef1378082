package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SubIndication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void every_indication_and_sub_indication_has_an_explanation_and_a_remedy_in_both_languages() {
    for (var texts : Texts.values()) {
      for (var indication : SubIndication.values()) {
        assertThat(texts.explanation(indication.name())).isNotBlank();
        assertThat(texts.remedy(indication.name())).isNotBlank();
      }
      for (var indication :
          new Indication[] {
            Indication.TOTAL_PASSED, Indication.TOTAL_FAILED, Indication.INDETERMINATE
          }) {
        assertThat(texts.explanation(indication.name())).isNotBlank();
        assertThat(texts.remedy(indication.name())).isNotBlank();
      }
      for (var verdict : Verdict.values()) {
        assertThat(texts.say("sentence." + verdict, "", "")).isNotNull();
      }
      for (var role : SignerRole.values()) {
        assertThat(texts.say("signed." + role, "X")).contains("X");
      }
    }
  }

  @Test
  void every_finding_named_in_the_code_has_its_words() throws IOException {
    var names = new TreeSet<String>();
    var quoted = Pattern.compile("\"([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+)\"");
    try (var sources = Files.walk(Path.of("src/main/java/org/dossierhub/signing/verification"))) {
      for (var source : sources.filter(file -> file.toString().endsWith(".java")).toList()) {
        quoted
            .matcher(Files.readString(source))
            .results()
            .forEach(result -> names.add(result.group(1)));
      }
    }

    assertThat(names).contains("NO_SIGNATURE", "ZIP_BOMB", "PAGE_CONTENT_CHANGED");
    for (var name : names) {
      assertThat(Texts.VIETNAMESE.knows(name)).as(name).isTrue();
      assertThat(Texts.ENGLISH.knows(name)).as(name).isTrue();
    }
  }

  @Test
  void apostrophes_and_details_come_out_as_written() {
    assertThat(Texts.ENGLISH.explanation("SIG_CRYPTO_FAILURE")).contains("signer's certificate");
    assertThat(Texts.VIETNAMESE.explanation("LIMIT_EXCEEDED", 200)).contains("200 MB");
  }

  @Test
  void every_policy_of_the_product_can_be_read() {
    for (var policy : PolicyProfile.values()) {
      assertThat(
              new EtsiValidation(
                  Policies.always(PolicyFile.of(policy)),
                  World.ANCHORS,
                  RevocationSource.none(),
                  false,
                  true))
          .isNotNull();
      assertThat(PolicyProfile.of(policy.code())).isEqualTo(policy);
    }
  }
}
