package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dossierhub.system.drill.Blow;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.drill.Round;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The hub gets a second node while it runs, and gives it up again (docs/operations.md, "Two
 * nodes"). In between, the short form of {@code ./hub drill --nodes 2}: what one node leaves, the
 * other does, before anybody starts the first again.
 */
@ExtendWith(RunningHub.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesIT {

  @BeforeAll
  static void a_second_node_beside_the_first(DemonstrationWorld world) throws IOException {
    wanted(world, 2);
    assertThat(RunningHub.hub("up"))
        .containsPattern("server +runs already")
        .containsPattern("server-2 +started");
  }

  @AfterAll
  static void the_first_alone(DemonstrationWorld world) throws IOException {
    wanted(world, 1);
    RunningHub.hub("up");
  }

  private static void wanted(DemonstrationWorld world, int nodes) throws IOException {
    var settings = world.hub().home().resolve("hub.properties");
    var others =
        Files.readAllLines(settings).stream()
            .filter(line -> !line.startsWith("hub.server.nodes"))
            .collect(Collectors.joining("\n"));
    Files.writeString(settings, others + "\nhub.server.nodes=" + nodes + "\n");
  }

  /** The last, for the second node keeps its wrong clock. */
  @Test
  @Order(Integer.MAX_VALUE)
  void
      f17_a_node_ten_minutes_ahead_and_its_callers_do_not_believe_each_other_and_nothing_is_lost_or_done_twice(
          DemonstrationWorld world) throws Exception {
    RunningHub.hub("down", "server-2");
    WrongClock.upAhead(new HubProcesses(world.hub().checkout(), world.hub().home()), 600);
    var refused = SentDossier.of(world, world.environment());

    var answer = refused.send("SOAP", Map.of("hub", world.hub().exchanges(2).get(1).toString()));

    // The node refuses the sender's time-stamp; the sender does not even believe the refusal.
    assertThat(answer.path("failure").asText()).contains("timestamp is out of range");
    try (var database = HeldDatabase.of(world.hub())) {
      assertThat(database.ask("select count(*) from message where message_id = ?", refused.id()))
          .as("what the wrong clock refused")
          .contains("0");
    }
    var sent = new ArrayList<>(List.of(refused));
    for (int i = 0; i < 8; i++) {
      sent.add(SentDossier.of(world, i % 2 == 0 ? world.environment() : world.commune()));
    }
    sent.forEach(SentDossier::receipted);
    try (var database = HeldDatabase.of(world.hub())) {
      assertThat(
              database.ask(
                  "select count(*) from outbox where leased_until > now() + interval '1 minute'"))
          .as("leases by the wrong clock")
          .contains("0");
    }
    sent.forEach(SentDossier::awaitReceived);
    assertThat(sent).allSatisfy(message -> assertThat(message.received()).isEqualTo(1));
  }

  @Test
  void whoever_signed_in_at_one_node_is_signed_in_at_the_other(DemonstrationWorld world) {
    var officer = world.person("motcua.sxd");

    for (var node : world.hub().webs(2)) {
      var page = officer.open(node.resolve("/ho-so").toString());

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.address()).as("not led to the sign-in").isEqualTo(node.resolve("/ho-so"));
    }
  }

  @ParameterizedTest
  @CsvSource({"SERVER, RECEIPTED", "SECOND_SERVER, ROLLED"})
  void whoever_has_a_receipt_is_delivered_once_although_a_node_is_away(
      Blow.Part part, Blow.Point point, DemonstrationWorld world) throws InterruptedException {
    var hub = new HubProcesses(world.hub().checkout(), world.hub().home());
    var enclosures = new DossierJourney(world).enclosures();

    var tally = new Round(world, hub, new Blow(part, point, 150), 2, 12, enclosures).play();

    assertThat(tally.sent()).as("with a receipt").isEqualTo(24);
    assertThat(tally.lost()).as("receipted and not delivered").isZero();
    assertThat(tally.doubled()).as("delivered more than once").isZero();
    assertThat(tally.changed()).as("receipts that were others afterwards").isZero();
  }
}
