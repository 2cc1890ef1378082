package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.FeeState;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.following.Waiting;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.SignerRole;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.Test;

class TextsTest {
  private final Texts vietnamese = Texts.in(Language.VIETNAMESE);
  private final Texts english = Texts.in(Language.ENGLISH);

  @Test
  void both_languages_have_the_same_texts() {
    assertThat(new TreeSet<>(english.bundle().keySet()))
        .isEqualTo(new TreeSet<>(vietnamese.bundle().keySet()));
  }

  @Test
  void every_state_has_a_word_in_both_languages() {
    Map<String, Enum<?>[]> words =
        Map.ofEntries(
            Map.entry("verdict.", Verdict.values()),
            Map.entry("short.", Verdict.values()),
            Map.entry("proof.", Proof.Kind.values()),
            Map.entry("signer.", SignerRole.values()),
            Map.entry("role.", Role.values()),
            Map.entry("light.", TrafficLight.values()),
            Map.entry("business.", BusinessState.values()),
            Map.entry("move.", BusinessState.values()),
            Map.entry("move.reason.", BusinessState.values()),
            Map.entry("fee.", FeeState.values()),
            Map.entry("signing.", SigningState.values()),
            Map.entry("delivery.", DeliveryState.values()),
            Map.entry("synchronisation.", SynchronisationState.values()),
            Map.entry("resultState.", ResultState.values()),
            Map.entry("revision.", RevisionKind.values()),
            Map.entry("channel.", Channel.values()),
            Map.entry("message.", MessageKind.values()),
            Map.entry("deliveryState.", Delivery.State.values()),
            Map.entry("waiting.", Waiting.Reason.values()),
            Map.entry("agency.succession.", Succession.Policy.values()),
            Map.entry("certificate.reason.", Withdrawal.Reason.values()),
            Map.entry("certificate.withdrawal.", Withdrawal.Reason.values()),
            Map.entry("work.", WorkKind.values()));

    words.forEach(
        (prefix, states) ->
            assertThat(Arrays.stream(states).map(state -> prefix + state.name()))
                .allMatch(vietnamese::has)
                .allMatch(english::has));
  }

  @Test
  void the_ten_statuses_read_as_the_national_portal_writes_them() {
    for (var state : BusinessState.values()) {
      assertThat(vietnamese.text("business." + state.name())).isEqualTo(state.vietnamese());
    }
  }

  @Test
  void every_text_a_template_or_a_page_asks_for_is_there() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (var folder :
        List.of(
            "src/main/resources/org/dossierhub/exchange/web",
            "src/main/java/org/dossierhub/exchange/web")) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          Pattern.compile(
                  "(?:\\bt|\\btext|\\brefused)\\(\\s*\"([A-Za-z.0-9]+[A-Za-z0-9])\"\\s*[,)]")
              .matcher(Files.readString(file))
              .results()
              .forEach(r -> asked.add(r.group(1)));
        }
      }
    }
    asked.removeIf(key -> !key.contains(".") && !vietnamese.has(key));

    assertThat(asked).hasSizeGreaterThan(250).allMatch(vietnamese::has);
  }

  @Test
  void times_are_told_in_the_time_zone_of_vietnam() {
    assertThat(vietnamese.time(Samples.NOW)).isEqualTo("04/03/2031 09:15:00");
    assertThat(english.time(Samples.NOW)).isEqualTo("4 Mar 2031, 09:15:00");
  }
}
