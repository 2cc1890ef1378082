package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.SentDossier.isReceipt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.OwnProcess;
import org.dossierhub.system.journey.Waiting;
import org.dossierhub.system.neighbour.ManifestForm;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.dossierhub.system.neighbour.XadesSeal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The disk of the payloads is full (fault F12), and a database is brought back from a backup that
 * is older than the payloads (F8). They share the starts of the server.
 */
@ExtendWith(RunningHub.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StorageFaultsIT {
  private static final int MEGABYTE = 1 << 20;

  private static Optional<SmallFileSystem> disk = Optional.empty();

  @BeforeAll
  static void a_backup_is_made_and_the_server_started_with_a_disk_of_its_own(
      DemonstrationWorld world) throws IOException, SQLException {
    var hub = new HubProcesses(world.hub().checkout(), world.hub().home());
    RunningHub.hub("down", "server");
    try (var administrator = HeldDatabase.besides(world.hub())) {
      administrator.execute("drop database if exists backup"); // of a run that was broken off
      administrator.execute("drop database if exists lost");
      administrator.execute("create database backup template hub owner hub");
    }
    if (OwnMounts.arePossible()) {
      var mounts = OwnMounts.of(hub);
      disk = Optional.of(SmallFileSystem.over(mounts, data(world)));
      mounts.up();
    } else {
      RunningHub.hub("up");
    }
  }

  @AfterAll
  static void a_hub_that_runs_for_whoever_comes_next() throws Exception {
    RunningHub.hub("down", "server");
    theFolderItselfAgain();
    RunningHub.hub("up");
  }

  /** While the server does not run. */
  private static void theFolderItselfAgain() throws Exception {
    if (disk.isPresent()) {
      disk.get().putBack();
      disk.get().mounts().close();
      disk = Optional.empty();
    }
  }

  private static Path data(DemonstrationWorld world) {
    return world.hub().home().resolve("data");
  }

  @Test
  @Order(1)
  void a_full_disk_is_told_to_senders_keeps_nothing_half_and_needs_no_restart_to_recover(
      DemonstrationWorld world) throws Exception {
    Assumptions.assumeTrue(disk.isPresent(), OwnMounts.WHY_NOT);
    SentDossier.isThere(world.environment());
    var bySoap = SentDossier.of(world, world.portal(), world.environment(), MEGABYTE);
    var byRest = SentDossier.of(world, world.portal(), world.environment(), MEGABYTE);
    var full = disk.get();
    try {
      full.leaveRoomFor(300);

      var answer = bySoap.send();
      assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("TRY_AGAIN_LATER");
      var response = postedByRest(world, byRest);
      assertThat(response.status()).as(response.text()).isEqualTo(503);
      assertThat(response.text())
          .containsIgnoringCase("\r\nRetry-After: ")
          .contains("TRY_AGAIN_LATER");
      assertThat(world.citizen().get("/api/v1/health").body())
          .contains("\"name\":\"payloads\",\"ready\":false");
      assertThat(full.files("payloads/arriving")).isEmpty();
      assertThat(full.files("incoming")).isEmpty();
      try (var database = HeldDatabase.of(world.hub())) {
        for (var message : List.of(bySoap, byRest)) {
          assertThat(full.files("payloads")).doesNotContain(message.sha256());
          assertThat(
                  database.ask("select count(*) from message where message_id = ?", message.id()))
              .contains("0");
        }
      }

      full.makeRoom();
      assertThat(isReceipt(bySoap.send())).as("the same again, now that there is room").isTrue();
      assertThat(postedByRest(world, byRest).status()).isEqualTo(200);
      assertThat(bySoap.awaitReceived().received()).isEqualTo(1);
      assertThat(byRest.awaitReceived().received()).isEqualTo(1);
      assertThat(world.citizen().get("/api/v1/health").status()).isEqualTo(200);
    } finally {
      full.makeRoom();
    }
  }

  @Test
  @Order(2)
  void a_database_older_than_the_payloads_is_found_at_start_listed_and_nothing_is_lost_in_the_end(
      DemonstrationWorld world) throws Exception {
    var lost = SentDossier.of(world, world.environment());
    lost.receipted();
    lost.awaitReceived();
    awaitRemembered(world, Instant.parse(acceptedAt(world, lost)));

    RunningHub.hub("down", "server");
    theFolderItselfAgain();
    try (var administrator = HeldDatabase.besides(world.hub())) {
      administrator.execute("alter database hub rename to lost");
      administrator.execute("alter database backup rename to hub");
      administrator.execute("revoke connect on database hub from public");
    }
    assertThat(RunningHub.hub("up")).contains("NOT READY before ./hub reconcile");

    var health = world.citizen().get("/api/v1/health");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.body()).contains("DATABASE_OLDER");
    assertThat(world.citizen().get("/api/v1/health/ready").status()).isEqualTo(200);
    var listed = reconcile(world, 1);
    assertThat(listed).contains(lost.sha256()).contains("has to be sent again");

    lost.sendUntilReceipted();
    Waiting.until(
        "the recipient to be asked again",
        Duration.ofMinutes(1),
        lost::repeated,
        n -> n > 0,
        n -> n);
    assertThat(lost.received()).as("in the recipient's ledger").isEqualTo(1);
    assertThat(reconcile(world, 1)).doesNotContain(lost.sha256());

    reconcile(world, 0, "--done");
    assertThat(world.citizen().get("/api/v1/health").status()).isEqualTo(200);
    try (var administrator = HeldDatabase.besides(world.hub())) {
      administrator.execute("drop database lost");
    }
  }

  private static String acceptedAt(DemonstrationWorld world, SentDossier message) throws Exception {
    try (var database = HeldDatabase.of(world.hub())) {
      return database
          .ask(
              "select to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from"
                  + " audit_log where action = 'MESSAGE_ACCEPTED' and subject = ?",
              message.id())
          .orElseThrow();
    }
  }

  /** Every few seconds the hub writes beside the payloads how far its database has come. */
  private static void awaitRemembered(DemonstrationWorld world, Instant accepted) {
    Waiting.until(
        "the payload store to know of " + accepted,
        Duration.ofMinutes(1),
        () -> remembered(world),
        line -> !line.isBlank() && !Instant.parse(line.strip().split(" ")[2]).isBefore(accepted),
        line -> line);
  }

  private static String remembered(DemonstrationWorld world) {
    if (disk.isPresent()) {
      return disk.get().text("database.newest");
    }
    try {
      return Files.readString(data(world).resolve("database.newest"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reconcile(DemonstrationWorld world, int exit, String... arguments) {
    var command =
        new java.util.ArrayList<>(
            List.of(world.hub().checkout().resolve("hub").toString(), "reconcile"));
    command.addAll(List.of(arguments));
    var process =
        OwnProcess.start(
            "hub reconcile",
            command,
            java.util.Map.of("HUB_HOME", world.hub().home().toString(), "HUB_NO_BUILD", "1"),
            world.hub().home().resolve("logs/hub-reconcile.log"));
    assertThat(process.await(Duration.ofMinutes(1))).as(process.output()).isEqualTo(exit);
    return process.output();
  }

  /** The same message over HTTPS, as docs/protocol has it. */
  private static RawExchange.Answer postedByRest(DemonstrationWorld world, SentDossier message)
      throws Exception {
    var part = message.enclosures().get(0);
    var manifest =
        new ManifestForm(
            message.id(),
            "DOSSIER",
            message.sender().agency(),
            message.recipient().agency(),
            message.dossier(),
            DemonstrationWorld.PROCEDURE,
            "2026-01-01T00:00:00Z",
            "Hồ sơ khi đĩa đầy",
            DemonstrationWorld.APPLICANT,
            List.of(
                new ManifestForm.PartLine(
                    part.name(), part.mediaType(), Files.size(part.file()), message.sha256())));
    var body = new ByteArrayOutputStream();
    field(
        body,
        "manifest",
        XadesSeal.seal(
            manifest.xml(), SystemIdentity.open(world.hub().identities(), "portal-g99-01")));
    field(body, part.name(), Files.readAllBytes(part.file()));
    body.writeBytes("--line--\r\n".getBytes(StandardCharsets.UTF_8));
    return RawExchange.of(world.hub(), "portal-g99-01")
        .writes(
            "POST /api/v1/exchange/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: multipart/form-data; boundary=line\r\n"
                + "Content-Length: "
                + body.size()
                + "\r\n\r\n",
            body.toByteArray());
  }

  private static void field(ByteArrayOutputStream body, String name, byte[] content) {
    body.writeBytes(
        ("--line\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n")
            .formatted(name.equals("manifest") ? name : "part", name)
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
  }
}
