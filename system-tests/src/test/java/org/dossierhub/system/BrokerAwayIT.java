package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.COMMUNE;
import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.dossierhub.system.drill.Blow.Part;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.NeighbourProcess;
import org.dossierhub.system.journey.Waiting;
import org.dossierhub.system.journey.WebVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The broker is killed with an acknowledged request in its journal ({@link KillPoint#IN_JOURNAL},
 * fault F6), comes back and lets nobody of the hub in (F30), and stays away (F10).
 */
@ExtendWith(RunningHub.class)
class BrokerAwayIT {
  private static final int MEGABYTE = 1 << 20;

  /** As many messages of a megabyte come while the broker is away. */
  private static final int MANY = 40;

  @Test
  void intake_and_soap_go_on_without_the_broker_and_the_rest_is_delivered_when_it_is_back(
      DemonstrationWorld world) throws Exception {
    var hub = new HubProcesses(world.hub().checkout(), world.hub().home());
    var users = world.hub().home().resolve("broker/users.properties");
    var rightUsers = Files.readString(users);
    var request = new CommuneRequest(world);
    var server = hub.find(Part.SERVER).orElseThrow();
    var sent = new ArrayList<SentDossier>();
    SentDossier.isThere(world.environment());

    HubProcesses.freeze(server);
    CompletableFuture<JsonNode> asked;
    try {
      asked = CompletableFuture.supplyAsync(request::send);
      request.awaitInJournal();
      HubProcesses.kill(hub.find(Part.BROKER).orElseThrow());
    } finally {
      HubProcesses.wake(server);
    }
    try {
      Files.writeString(users, withoutTheHub(rightUsers));
      var up = hub.begin("up"); // which may end before anybody notices, or wait for ever
      try (up) {
        var broker = awaitBroker(hub);
        for (int i = 0; i < 5; i++) {
          sent.add(receiptedAtOnce(world, world.commune()));
        }
        Waiting.until(
            "health to be red although the broker is up",
            Duration.ofSeconds(90),
            () -> world.citizen().get("/api/v1/health"),
            health -> health.status() == 503 && isDown("broker", health.body()),
            WebVisitor.Reply::body);
        assertThat(broker.isAlive()).as("the broker, while the hub's consumers are gone").isTrue();
      }

      hub.find(Part.BROKER).ifPresent(HubProcesses::kill);
      receiptedAtOnce(world, world.environment()).awaitReceived(); // what is loaded once
      long before = liveBytes(server);
      for (int i = 0; i < MANY; i++) {
        sent.add(receiptedAtOnce(world, world.environment()));
      }
      assertThat(liveBytes(server) - before)
          .as("bytes more in memory after %d MB of messages", MANY)
          .isLessThan(MANY / 2L * MEGABYTE);
      assertThat(world.citizen().get("/api/v1/health/ready").status()).isEqualTo(200);
      // Whoever is reached by another way does not wait for the broker.
      sent.stream()
          .filter(message -> message.recipient() == world.environment())
          .forEach(SentDossier::awaitReceived);
    } finally {
      Files.writeString(users, rightUsers);
      hub.run("up");
    }

    assertThat(world.citizen().get("/api/v1/health").status()).isEqualTo(200);
    sent.forEach(SentDossier::awaitReceived);
    assertThat(sent).allSatisfy(message -> assertThat(message.received()).isEqualTo(1));
    asked.exceptionally(lineBroke -> null).join(); // whatever came of it, the same again
    assertThat(request.send().path("kind").asText()).isEqualTo("RECEIPT");
    assertThat(request.dossiers()).isEqualTo("1");
  }

  private static SentDossier receiptedAtOnce(DemonstrationWorld world, NeighbourProcess recipient) {
    var message = SentDossier.of(world, world.portal(), recipient, MEGABYTE);
    message.receipted();
    return message;
  }

  /** The hub's password is another from now on; the broker reads the file again by itself. */
  private static String withoutTheHub(String users) {
    var other = Pattern.compile("(?m)^" + COMMUNE + "=(.*)$").matcher(users);
    assertThat(other.find()).isTrue();
    return users.replaceAll("(?m)^hub=.*$", "hub=" + other.group(1));
  }

  private static ProcessHandle awaitBroker(HubProcesses hub) {
    return Waiting.until(
            "the broker to run",
            Duration.ofMinutes(1),
            () -> hub.find(Part.BROKER),
            java.util.Optional::isPresent,
            found -> found)
        .orElseThrow();
  }

  private static boolean isDown(String part, String health) {
    return health.contains("\"name\":\"" + part + "\",\"ready\":false");
  }

  /** What a full collection leaves. */
  private static long liveBytes(ProcessHandle server) throws IOException, InterruptedException {
    var jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(server.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    var said = new String(jcmd.getInputStream().readAllBytes());
    assertThat(jcmd.waitFor()).as(said).isZero();
    var total = Pattern.compile("(?m)^Total +[0-9]+ +([0-9]+)").matcher(said);
    assertThat(total.find()).isTrue();
    return Long.parseLong(total.group(1));
  }

  /** A dossier that the commune sends over the broker to a desk in the hub. */
  private static final class CommuneRequest {
    private final DemonstrationWorld world;
    private final String id = UUID.randomUUID().toString();
    private final String dossier = DossierJourney.freshDossier(CONSTRUCTION);
    private final SentDossier paper;

    private CommuneRequest(DemonstrationWorld world) {
      this.world = world;
      this.paper = SentDossier.of(world, world.environment());
    }

    private JsonNode send() {
      return world
          .commune()
          .send(
              "JMS", id, CONSTRUCTION, dossier, PROCEDURE, APPLICANT, paper.enclosures(), Map.of());
    }

    /** The server is frozen: what the broker has, nobody has taken. */
    private void awaitInJournal() throws Exception {
      try (var factory = new ActiveMQConnectionFactory(world.hub().broker());
          var connection =
              factory.createConnection(
                  "hub", Files.readString(world.hub().secret("broker-hub.password")).strip());
          var session = (ActiveMQSession) connection.createSession()) {
        var queue = SimpleString.of("agency." + COMMUNE + ".request");
        Waiting.until(
            "the request in the journal",
            Duration.ofSeconds(30),
            () -> count(session, queue),
            count -> count > 0,
            count -> count);
      }
    }

    private static long count(ActiveMQSession session, SimpleString queue) {
      try {
        return session.getCoreSession().queueQuery(queue).getMessageCount();
      } catch (org.apache.activemq.artemis.api.core.ActiveMQException e) {
        throw new IllegalStateException(e);
      }
    }

    private String dossiers() throws Exception {
      try (var database = HeldDatabase.of(world.hub())) {
        return database.ask("select count(*) from message where message_id = ?", id).orElseThrow();
      }
    }
  }
}
