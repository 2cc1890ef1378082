package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.SentDossier.isReceipt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.dossierhub.system.drill.BadLine;
import org.dossierhub.system.drill.Blow.Part;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code kill -9} of the server and of the database while messages stand at the {@link KillPoint}s
 * (faults F1 to F5 and F7). Each is held there from outside until the process is gone; the ledgers
 * of sender and recipients judge.
 */
@ExtendWith(RunningHub.class)
class KillPointsIT {
  private static final String DELIVERY_OF =
      " from delivery where message = (select reference from message where message_id = ?)";
  private static final String NO_NEW_MESSAGES = "lock table message in share mode";

  private DemonstrationWorld world;
  private HubProcesses hub;

  @BeforeEach
  void begin(DemonstrationWorld running) {
    world = running;
    hub = new HubProcesses(world.hub().checkout(), world.hub().home());
  }

  /** One kill for all of them: each message stands at another point. */
  @Test
  void the_server_is_killed_with_a_message_at_each_point_between_payload_and_delivery()
      throws Exception {
    var at = new EnumMap<KillPoint, SentDossier>(KillPoint.class);
    at.put(KillPoint.PAYLOAD_KEPT, SentDossier.of(world, world.environment()));
    at.put(KillPoint.COMMITTED, SentDossier.of(world, world.commune()));
    at.put(KillPoint.IN_OUTBOX, SentDossier.of(world, world.environment()));
    at.put(KillPoint.SENT, SentDossier.of(world, world.commune()));
    at.put(KillPoint.DELIVERED, SentDossier.of(world, world.environment()));

    String committed;
    try (var database = HeldDatabase.of(world.hub());
        var line = BadLine.to(world.hub().port("server.mutual"))) {
      standAtDelivered(at.get(KillPoint.DELIVERED), database);
      standAtSent(at.get(KillPoint.SENT), database);
      database.holdClaims();
      at.get(KillPoint.IN_OUTBOX).receipted();
      var unsent = standAtCommitted(at.get(KillPoint.COMMITTED), database, line);
      var unfinished = standAtPayloadKept(at.get(KillPoint.PAYLOAD_KEPT), database);

      assertThat(
              database.ask(
                  "select attempt from outbox where subject = (select id::text" + DELIVERY_OF + ")",
                  at.get(KillPoint.IN_OUTBOX).id()))
          .as("never claimed")
          .contains("0");
      committed = receiptOf(at.get(KillPoint.COMMITTED), database).orElseThrow();
      HubProcesses.kill(process(Part.SERVER));

      line.mend();
      assertThat(isReceipt(unsent.join())).isFalse();
      assertThat(isReceipt(unfinished.join())).isFalse();
      assertThat(receiptOf(at.get(KillPoint.PAYLOAD_KEPT), database))
          .as("a receipt of what was not committed")
          .isEmpty();
    }
    hub.run("up");

    at.get(KillPoint.PAYLOAD_KEPT).sendUntilReceipted();
    assertThat(at.get(KillPoint.COMMITTED).sendUntilReceipted().path("document").asText())
        .as("the receipt that did not leave")
        .isEqualTo(committed);
    at.forEach(
        (point, message) -> {
          message.awaitReceived();
          assertThat(message.received()).as(point + ": in the recipient's ledger").isEqualTo(1);
          assertThat(message.repeated()).as(point + ": sent to the recipient again").isZero();
        });
    try (var database = HeldDatabase.of(world.hub())) {
      for (var message : at.values()) {
        database.await("DELIVERED", "select state" + DELIVERY_OF, message.id());
      }
      assertThat(database.ask("select attempts" + DELIVERY_OF, at.get(KillPoint.DELIVERED).id()))
          .as("asked for the receipt it had given")
          .contains("2");
    }
  }

  private void standAtDelivered(SentDossier message, HeldDatabase database) throws Exception {
    HeldDatabase.Hold held;
    message.recipient().freeze();
    try {
      message.receipted();
      database.await("SENDING", "select state" + DELIVERY_OF, message.id());
      held = database.hold("select 1" + DELIVERY_OF + " for update", message.id());
    } finally {
      message.recipient().thaw();
    }
    message.awaitReceived();
    held.awaitSomebody(
        "with attempt as (insert into delivery_attempt"); // the first thing written about its end
  }

  private static void standAtSent(SentDossier message, HeldDatabase database) throws Exception {
    var claims = database.holdClaims();
    message.receipted();
    var delivery = database.hold("select 1" + DELIVERY_OF + " for update", message.id());
    claims.letGo();
    delivery.awaitSomebody("update delivery set state = 'SENDING'");
    var work =
        database.hold(
            "select 1 from outbox where subject = (select id::text" + DELIVERY_OF + ") for update",
            message.id());
    delivery.letGo();
    work.awaitSomebody("update outbox set leased_until = null");
  }

  private java.util.concurrent.CompletableFuture<com.fasterxml.jackson.databind.JsonNode>
      standAtCommitted(SentDossier message, HeldDatabase database, BadLine line) throws Exception {
    var held = database.hold(NO_NEW_MESSAGES);
    var sending =
        message.sending(
            "SOAP",
            Map.of("hub", "https://localhost:" + line.port() + world.hub().exchange().getPath()));
    held.awaitSomebody("insert into message ");
    line.keepBack();
    held.letGo();
    database.await("1", "select count(*) from message where message_id = ?", message.id());
    return sending;
  }

  private java.util.concurrent.CompletableFuture<com.fasterxml.jackson.databind.JsonNode>
      standAtPayloadKept(SentDossier message, HeldDatabase database) throws Exception {
    var held = database.hold(NO_NEW_MESSAGES);
    var sending = message.sending("SOAP", Map.of());
    held.awaitSomebody("insert into message ");
    assertThat(kept(message)).as("the payload, before anything is committed").exists();
    return sending;
  }

  private Path kept(SentDossier message) throws Exception {
    var digest = message.sha256();
    try (var files = Files.walk(world.hub().home().resolve("data"))) {
      return files
          .filter(file -> file.getFileName().toString().equals(digest))
          .findFirst()
          .orElse(Path.of("nowhere", digest));
    }
  }

  private static java.util.Optional<String> receiptOf(SentDossier message, HeldDatabase database) {
    return database
        .ask("select encode(receipt, 'base64') from message where message_id = ?", message.id())
        .map(text -> text.replace("\n", ""));
  }

  private ProcessHandle process(Part part) {
    return hub.find(part).orElseThrow(() -> new IllegalStateException(part + " does not run"));
  }

  @Test
  void a_commit_that_the_database_did_not_begin_to_write_has_not_happened() throws Exception {
    var message = SentDossier.of(world, world.environment());
    try (var database = HeldDatabase.of(world.hub())) {
      database.execute(
          "create function stand_still() returns trigger language plpgsql as $$ begin"
              + " perform pg_advisory_xact_lock(7); return null; end $$");
      database.execute(
          "create constraint trigger stand_still after insert on message deferrable initially"
              + " deferred for each row execute function stand_still()");
      var held = database.hold("select pg_advisory_xact_lock(7)");
      var unfinished = message.sending("SOAP", Map.of());
      held.awaitSomebody("commit"); // KillPoint.COMMITTING
      HubProcesses.kill(process(Part.DATABASE));

      assertThat(isReceipt(unfinished.join())).isFalse();
    } finally {
      hub.run("up");
      try (var database = HeldDatabase.of(world.hub())) {
        assertThat(receiptOf(message, database)).isEmpty();
        database.execute("drop trigger stand_still on message");
        database.execute("drop function stand_still()");
      }
    }

    message.sendUntilReceipted();
    assertThat(message.awaitReceived().received()).isEqualTo(1);
  }

  /** The database waits for a standby that does not exist: written, and nobody is told so. */
  @Test
  void a_commit_that_the_database_wrote_and_did_not_confirm_is_found_and_not_done_again()
      throws Exception {
    var message = SentDossier.of(world, world.environment());
    try (var database = HeldDatabase.of(world.hub())) {
      database.execute("set synchronous_commit = local");
      var held = database.hold(NO_NEW_MESSAGES);
      var unfinished = message.sending("SOAP", Map.of());
      int committing = held.awaitSomebody("insert into message ");
      try {
        database.execute("alter system set synchronous_standby_names = 'nobody'");
        database.execute("select pg_reload_conf()");
        held.letGo();
        // KillPoint.COMMIT_UNCONFIRMED
        database.await(
            "SyncRep", "select wait_event from pg_stat_activity where pid = ?", committing);
      } finally {
        database.execute("alter system reset synchronous_standby_names"); // at the next start
      }
      HubProcesses.kill(process(Part.DATABASE));

      assertThat(isReceipt(unfinished.join())).isFalse();
    } finally {
      hub.run("up");
    }

    try (var database = HeldDatabase.of(world.hub())) {
      var written = receiptOf(message, database).orElseThrow();
      assertThat(message.sendUntilReceipted().path("document").asText()).isEqualTo(written);
    }
    assertThat(message.awaitReceived().received()).isEqualTo(1);
  }
}
