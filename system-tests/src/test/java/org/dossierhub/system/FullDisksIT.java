package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.SentDossier.isReceipt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.Waiting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The disks of the broker and of the database are full (fault F12). */
@ExtendWith(RunningHub.class)
class FullDisksIT {
  private static final int KIBIBYTES_BELOW_WHAT_THE_BROKER_NEEDS = 300 * 1024;

  /** So many may come in before a database without any room has to take some. */
  private static final int MOST = 60;

  private static OwnMounts mounts;
  private static SmallFileSystem database;
  private static SmallFileSystem broker;

  @BeforeAll
  static void both_are_started_with_disks_of_their_own(DemonstrationWorld world)
      throws IOException {
    Assumptions.assumeTrue(OwnMounts.arePossible(), OwnMounts.WHY_NOT);
    var home = world.hub().home();
    RunningHub.hub("down");
    mounts = OwnMounts.of(new HubProcesses(world.hub().checkout(), home));
    database =
        SmallFileSystem.over(
            mounts, Path.of(Files.readString(home.resolve("database/location")).strip(), "data"));
    broker = SmallFileSystem.over(mounts, home.resolve("broker/data"));
    mounts.up();
    SentDossier.isThere(world.environment());
  }

  @AfterAll
  static void a_hub_that_runs_for_whoever_comes_next() throws Exception {
    if (mounts != null) {
      RunningHub.hub("down");
      broker.putBack();
      database.putBack();
      mounts.close();
      RunningHub.hub("up");
    }
  }

  @Test
  void f12_with_the_brokers_disk_full_intake_goes_on_and_all_is_delivered_when_there_is_room(
      DemonstrationWorld world) {
    var log = world.hub().home().resolve("logs/broker.log");
    var sent = new ArrayList<SentDossier>();
    try {
      broker.leaveRoomFor(KIBIBYTES_BELOW_WHAT_THE_BROKER_NEEDS);
      awaitSaid(log, "AMQ224128");
      for (int i = 0; i < 5; i++) {
        var message = SentDossier.of(world, world.commune()); // which is reached over the broker
        message.receipted();
        sent.add(message);
      }
      var overSoap = SentDossier.of(world, world.environment());
      overSoap.receipted();
      assertThat(overSoap.awaitReceived().received()).isEqualTo(1);
      assertThat(sent).allSatisfy(message -> assertThat(message.received()).isZero());
    } finally {
      broker.makeRoom();
    }
    assertThat(sent)
        .allSatisfy(message -> assertThat(message.awaitReceived().received()).isEqualTo(1));
    assertThat(world.citizen().get("/api/v1/health").status()).isEqualTo(200);
  }

  @Test
  void
      f12_with_the_databases_disk_full_senders_are_told_to_come_again_and_nothing_receipted_is_lost(
          DemonstrationWorld world) {
    var sent = new ArrayList<SentDossier>();
    try {
      database.leaveRoomFor(0);
      while (sent.size() < MOST) {
        var message = SentDossier.of(world, world.environment());
        sent.add(message);
        var answer = message.send();
        if (!isReceipt(answer)) {
          assertThat(answer.path("code").asText())
              .as(answer.toString())
              .isEqualTo("TRY_AGAIN_LATER");
          break;
        }
      }
      assertThat(sent).as("taken without any room").hasSizeLessThan(MOST);
    } finally {
      database.makeRoom();
    }
    mounts.up(); // a database that found no room even for its log has ended
    sent.forEach(SentDossier::sendUntilReceipted);
    assertThat(sent)
        .allSatisfy(message -> assertThat(message.awaitReceived().received()).isEqualTo(1));
  }

  private static void awaitSaid(Path log, String words) {
    Waiting.until(
        words + " in " + log.getFileName(),
        Duration.ofMinutes(1),
        () -> {
          try {
            return Files.readString(log).contains(words);
          } catch (IOException e) {
            return false;
          }
        },
        said -> said,
        said -> said);
  }
}
