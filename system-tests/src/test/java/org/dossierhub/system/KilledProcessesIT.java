package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.ENVIRONMENT;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.Waiting;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each process killed right after the receipt was given (faults F2, F5, F6, F7); the neighbour's
 * ledger judges.
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

    var answer =
        world
            .portal()
            .send(
                "SOAP",
                id,
                ENVIRONMENT,
                dossier,
                PROCEDURE,
                APPLICANT,
                journey.enclosures(),
                Map.of());
    assertThat(answer.path("kind").asText()).as(answer.toString()).isEqualTo("RECEIPT");
    kill(part);
    RunningHub.hub("up");

    Waiting.until(
        "the message " + id + " at the neighbour",
        Duration.ofMinutes(3),
        () -> neighbour.ledger().read("received"),
        lines -> lines.stream().anyMatch(line -> id.equals(line.get("messageId"))),
        lines -> lines);
    assertThat(neighbour.ledger().read("received"))
        .filteredOn(line -> id.equals(line.get("messageId")))
        .hasSize(1);
    assertThat(world.portal().receipt("SOAP", id).path("document"))
        .isEqualTo(answer.path("document"));
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
