package org.dossierhub.exchange.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.Stream;
import org.dossierhub.exchange.result.PublicToken;
import org.junit.jupiter.api.Test;

/** What the public can name and see of a result; {@link UploadRateTest} has the rates (A24). */
class PublicNamesTest {

  @Test
  void a24_a_token_has_160_random_bits_and_no_neighbours() {
    var random = new SecureRandom();
    var tokens = new HashSet<PublicToken>();
    for (int i = 0; i < 1000; i++) {
      var token = PublicToken.random(random);
      assertThat(token.value()).hasSize(27).matches("[A-Za-z0-9_-]+");
      assertThat(tokens.add(token)).isTrue();
    }
    assertThat(tokens.stream().map(token -> token.value().charAt(0)).distinct().count())
        .isGreaterThan(30);
    for (var counted :
        Stream.of("1", "H99.08-260101-0001", "a".repeat(26), "a".repeat(28)).toList()) {
      assertThat(PublicToken.parse(counted)).isEmpty();
    }
  }

  @Test
  void a24_what_the_public_learns_of_a_result_names_no_applicant() {
    assertThat(
            Arrays.stream(Registration.class.getRecordComponents()).map(RecordComponent::getName))
        .containsExactlyInAnyOrder(
            "token",
            "state",
            "agency",
            "agencyName",
            "title",
            "number",
            "date",
            "digest",
            "published",
            "withdrawn",
            "reason",
            "successor");
  }
}
