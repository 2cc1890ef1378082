package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.ENVIRONMENT;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.NeighbourProcess;
import org.dossierhub.system.journey.Waiting;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each process killed after the receipt was given, while the recipient hangs, so that the delivery
 * cannot have ended before (faults F5, F6); the neighbour's ledger judges.
 */
@ExtendWith(RunningHub.class)
class KilledProcessesIT {

  @ParameterizedTest
  @ValueSource(strings = {"server", "broker", "database"})
  void a_receipted_message_is_delivered_once_although_a_process_is_killed(
      String part, DemonstrationWorld world) throws IOException {
    var neighbour = world.environment();
    var journey = new DossierJourney(world);
    var id = UUID.randomUUID().toString();
    var dossier = DossierJourney.freshDossier(ENVIRONMENT);
    neighbour.freeze();
    JsonNode answer;
    try {
      answer = portalSends(world, journey, id, dossier);
      assertThat(answer.path("kind").asText()).as(answer.toString()).isEqualTo("RECEIPT");
      kill(part);
      RunningHub.hub("up");
      assertThat(linesAbout(id, neighbour)).as("taken while it hung").isEmpty();
    } finally {
      neighbour.thaw();
    }

    Waiting.until(
        "the message " + id + " at the neighbour",
        Duration.ofMinutes(3),
        () -> linesAbout(id, neighbour),
        lines -> !lines.isEmpty(),
        lines -> lines);
    assertThat(linesAbout(id, neighbour)).hasSize(1);
    assertThat(world.portal().receipt("SOAP", id).path("document"))
        .isEqualTo(answer.path("document"));
  }

  private static JsonNode portalSends(
      DemonstrationWorld world, DossierJourney journey, String id, String dossier) {
    return world
        .portal()
        .send(
            "SOAP", id, ENVIRONMENT, dossier, PROCEDURE, APPLICANT, journey.enclosures(), Map.of());
  }

  private static List<Map<String, String>> linesAbout(String id, NeighbourProcess neighbour) {
    return neighbour.ledger().read("received").stream()
        .filter(line -> id.equals(line.get("messageId")))
        .toList();
  }

  private static void kill(String part) throws IOException {
    var written = new Properties();
    try (var in =
        Files.newBufferedReader(RunningHub.home().resolve("run").resolve(part + ".pid"))) {
      written.load(in);
    }
    var process = ProcessHandle.of(Long.parseLong(written.getProperty("pid"))).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }
}
