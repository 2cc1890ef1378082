package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.ENVIRONMENT;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dossierhub.system.drill.BadLine;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.NeighbourProcess;
import org.dossierhub.system.journey.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sender whose line breaks or is slow (faults F2, F9, F11); the recipient's ledger judges. */
@ExtendWith(RunningHub.class)
class BadLineIT {
  private static final int PLACES = 8;

  @Test
  void wherever_the_line_breaks_the_senders_repeat_is_receipted_and_delivered_once(
      DemonstrationWorld world) throws IOException {
    try (var line = BadLine.to(world.hub().port("server.mutual"));
        var portal = world.portalOver(line.port())) {
      var enclosures = new DossierJourney(world).enclosures();
      line.mend();
      assertReceipt(send(portal, UUID.randomUUID().toString(), enclosures));
      long there = line.carriedThere();
      long back = line.carriedBack();

      var sent = new ArrayList<String>();
      var broken = 0;
      for (int i = 0; i < PLACES; i++) {
        for (boolean request : List.of(true, false)) {
          var id = UUID.randomUUID().toString();
          long place = (request ? there : back) * (2 * i + 1) / (2 * PLACES);
          line.mend();
          line.breakAfter(request ? place : Long.MAX_VALUE, request ? Long.MAX_VALUE : place);
          broken += given(send(portal, id, enclosures)) ? 0 : 1;
          line.mend();
          var answer = send(portal, id, enclosures);
          assertReceipt(answer);
          assertThat(send(portal, id, enclosures).path("document").asText())
              .isEqualTo(answer.path("document").asText());
          sent.add(id);
        }
      }

      assertThat(broken).as("sends that the line broke").isGreaterThan(PLACES);
      assertThat(sent).allSatisfy(id -> assertThat(deliveredOf(id, world)).isEqualTo(1));
    }
  }

  @Test
  void a_sender_on_a_slow_line_keeps_nobody_waiting(DemonstrationWorld world) throws IOException {
    try (var line = BadLine.to(world.hub().port("server.mutual"));
        var portal = world.portalOver(line.port())) {
      var enclosures = new DossierJourney(world).enclosures();
      line.slow(2_000);
      var slow = UUID.randomUUID().toString();
      var sending = CompletableFuture.supplyAsync(() -> sendUntilGiven(portal, slow, enclosures));

      for (int i = 0; i < 5; i++) {
        var id = UUID.randomUUID().toString();
        assertReceipt(send(world.portal(), id, enclosures));
        assertThat(deliveredOf(id, world)).isEqualTo(1);
      }
      assertThat(sending).as("the slow one, while five others were delivered").isNotDone();

      line.slow(Integer.MAX_VALUE);
      assertReceipt(sending.join());
      assertThat(deliveredOf(slow, world)).isEqualTo(1);
    }
  }

  private static void assertReceipt(JsonNode answer) {
    assertThat(given(answer)).as(answer.toString()).isTrue();
  }

  private static boolean given(JsonNode answer) {
    return "RECEIPT".equals(answer.path("kind").asText());
  }

  private static JsonNode send(
      NeighbourProcess portal, String id, List<NeighbourProcess.Enclosure> enclosures) {
    return portal.send(
        "SOAP",
        id,
        ENVIRONMENT,
        DossierJourney.freshDossier(ENVIRONMENT), // the first; a repeat is sent as it was signed
        PROCEDURE,
        APPLICANT,
        enclosures,
        Map.of());
  }

  /** Slower than 16 KiB a second the hub does not listen for ever: then the same once more. */
  private static JsonNode sendUntilGiven(
      NeighbourProcess portal, String id, List<NeighbourProcess.Enclosure> enclosures) {
    return Waiting.until(
        "the receipt of " + id,
        Duration.ofMinutes(10),
        () -> send(portal, id, enclosures),
        answer -> !"TRY_AGAIN_LATER".equals(answer.path("code").asText()),
        answer -> answer);
  }

  /** How often the message stands in the recipient's ledger, once it stands there. */
  private static long deliveredOf(String id, DemonstrationWorld world) {
    return Waiting.until(
        "the message " + id + " at the recipient",
        Duration.ofMinutes(2),
        () ->
            world.environment().ledger().read("received").stream()
                .filter(line -> id.equals(line.get("messageId")))
                .count(),
        count -> count > 0,
        count -> count);
  }
}
