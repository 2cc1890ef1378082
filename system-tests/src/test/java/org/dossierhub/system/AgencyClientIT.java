package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.COMMUNE;
import static org.dossierhub.system.journey.DemonstrationWorld.HEALTH;
import static org.dossierhub.system.journey.DemonstrationWorld.JUSTICE;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.Waiting;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two agencies without a program of their own: folders, PKCS#12 files and {@code ./hub send},
 * {@code fetch}, {@code receipts} (docs/protocol/agency-client.md).
 */
@ExtendWith(RunningHub.class)
class AgencyClientIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir Path temp;
  private final String dossier = DossierJourney.freshDossier(HEALTH);
  private DemonstrationWorld world;
  private String commune;
  private String health;
  private String application;
  private String drawings;

  @BeforeEach
  void two_boxes(DemonstrationWorld running) throws IOException {
    world = running;
    commune = box(COMMUNE);
    health = box(HEALTH);
    application = Files.writeString(temp.resolve("Đơn đề nghị.txt"), "Kính gửi Sở Y tế").toString();
    var large = new byte[5_000_000];
    new Random(1).nextBytes(large);
    drawings = Files.write(temp.resolve("Bản vẽ \"A1\".bin"), large).toString();
  }

  private String box(String code) throws IOException {
    var hub = world.hub();
    var box = Files.createDirectories(temp.resolve("hop-thu-" + code));
    copy(hub.tlsRoots(), box.resolve("trust/tls"));
    copy(hub.trust().resolve("government"), box.resolve("trust/government"));
    copy(hub.trust().resolve("intermediates"), box.resolve("trust/intermediates"));
    var system = Files.createDirectories(box.resolve("trust/hub"));
    Files.copy(
        hub.identities().resolve("hub-system.crt.pem"), system.resolve("hub-system.crt.pem"));
    var identity = hub.identities().resolve(DemonstrationWorld.neighbourIdentity(code));
    Files.writeString(
        box.resolve("agency.properties"),
        """
        hub = %s
        agency = %s
        key = %s.p12
        password.file = %s.password
        trust = trust
        patience = 120
        """
            .formatted(hub.exchange().resolve("/"), code, identity, identity));
    return box.toString();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private String send(String id, String recipient) {
    return RunningHub.hub(
        "send",
        "--box",
        commune,
        "--to",
        recipient,
        "--dossier",
        dossier,
        "--procedure",
        PROCEDURE,
        "--applicant",
        APPLICANT,
        "--id",
        id,
        application,
        drawings);
  }

  @Test
  void a_dossier_goes_from_folder_to_folder_and_its_way_is_proved() {
    var id = UUID.randomUUID().toString();
    assertThat(send(id, HEALTH)).contains(id, "RECEIPTED");
    assertThat(send(id, HEALTH)).as("sent again").contains(id, "RECEIPTED");

    var arrived = Path.of(health).resolve("in").resolve(COMMUNE + "_" + id);
    var fetched =
        Waiting.until(
            "the dossier to be fetched",
            SOON,
            () -> RunningHub.hub("fetch", "--box", health),
            words -> Files.isDirectory(arrived),
            words -> words);

    assertThat(fetched).contains(id, "ACKNOWLEDGED");
    assertThat(arrived.resolve("parts/001-Đơn đề nghị.txt")).hasContent("Kính gửi Sở Y tế");
    assertThat(arrived.resolve("parts/002-Bản vẽ \"A1\".bin"))
        .hasSameBinaryContentAs(Path.of(drawings));
    assertThat(RunningHub.hub("fetch", "--box", health)).doesNotContain(id);

    var shown =
        Waiting.until(
            "the evidence of the delivery",
            SOON,
            () -> RunningHub.hub("receipts", "--box", commune, id),
            words -> words.contains(" DELIVERY "),
            words -> words);
    assertThat(shown).contains("1. SUBMISSION_ACCEPTANCE", "RETRIEVAL", "RECEIPTED");
    assertThat(RunningHub.hub("receipts", "--box", health, id, "--json"))
        .contains("\"ACKNOWLEDGED\"", "\"DELIVERY\"");
  }

  @Test
  void a_message_is_taken_back_and_never_arrives() {
    var id = UUID.randomUUID().toString();
    send(id, HEALTH);

    assertThat(
            RunningHub.hub(
                "send", "--box", commune, "--withdraw", id, "--reason", "Gửi nhầm hồ sơ"))
        .contains(id, "WITHDRAWN");

    assertThat(RunningHub.hub("fetch", "--box", health)).doesNotContain(id);
    Waiting.until(
        "the evidence of the withdrawal",
        SOON,
        () -> RunningHub.hub("receipts", "--box", commune, id),
        words -> words.contains(" WITHDRAWAL "),
        words -> words);
  }

  @Test
  void a_refusal_is_shown_with_its_reason() {
    assertThatThrownBy(() -> send(UUID.randomUUID().toString(), JUSTICE))
        .hasMessageContaining("NO_AGREEMENT");
  }
}
