package org.dossierhub.system.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.NeighbourProcess;

/**
 * Some messages to two neighbours, one of which is reached by SOAP and the other by JMS; one blow
 * meanwhile; then the hub is started again and everything has to arrive. The sender does what a
 * sender has to do: the same message again until there is a receipt.
 */
public final class Round {
  private static final int SENDERS = 3;
  private static final long PATIENCE = Duration.ofMinutes(10).toNanos();
  private static final long HANGING = Duration.ofSeconds(20).toMillis();

  private static final long AGAIN = 500;

  /** Between two messages of a sender, so that they come until the second node is back. */
  private static final long PACE = Duration.ofSeconds(10).toMillis();

  /** Longer than any lease of the hub (docs/reliability.md). */
  private static final long ASLEEP = Duration.ofSeconds(60).toMillis();

  /**
   * @param kills processes killed
   * @param sent messages with a receipt
   * @param delivered messages in the ledger of their recipient
   * @param doubled deliveries more than one of the same dossier, under the same id or another
   * @param repeated deliveries that the recipient recognised by their id
   * @param changed receipts that were others when asked for afterwards
   */
  public record Tally(int kills, int sent, int delivered, int doubled, int repeated, int changed) {
    public int lost() {
      return sent - delivered;
    }
  }

  private record Message(String id, String dossier, NeighbourProcess recipient) {}

  private final DemonstrationWorld world;
  private final HubProcesses hub;
  private final Blow blow;
  private final List<NeighbourProcess.Enclosure> enclosures;
  private final List<Message> messages = new ArrayList<>();
  private final Map<String, JsonNode> receipts = new ConcurrentHashMap<>();
  private final List<URI> addresses;

  /**
   * @param nodes that the hub's server has; with two, whatever one of them leaves the other has to
   *     do before the first is started again
   * @param each messages to each of the two neighbours
   */
  public Round(
      DemonstrationWorld world,
      HubProcesses hub,
      Blow blow,
      int nodes,
      int each,
      List<NeighbourProcess.Enclosure> enclosures) {
    this.world = world;
    this.hub = hub;
    this.blow = blow;
    this.enclosures = enclosures;
    this.addresses = world.hub().exchanges(nodes);
    for (int i = 0; i < each; i++) {
      for (var recipient : List.of(world.environment(), world.commune())) {
        messages.add(
            new Message(
                UUID.randomUUID().toString(),
                DossierJourney.freshDossier(recipient.agency()),
                recipient));
      }
    }
  }

  public Tally play() throws InterruptedException {
    var senders = Executors.newFixedThreadPool(SENDERS);
    try {
      if (blow.point() == Blow.Point.WAITING) {
        recipients().forEach(NeighbourProcess::freeze);
      }
      var sending = new ArrayList<Future<?>>();
      messages.forEach(message -> sending.add(senders.submit(() -> send(message))));
      strike();
      if (addresses.size() == 1) {
        hub.run("up");
      }
      if (blow.point() == Blow.Point.WAITING) {
        recipients().forEach(NeighbourProcess::thaw);
      }
      for (var one : sending) {
        one.get(); // or the reason why a sender gave up
      }
      await(() -> delivered() == receipts.size());
      if (addresses.size() > 1) {
        hub.run("up");
      }
      return tally();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("A sender failed: " + e.getCause().getMessage(), e);
    } finally {
      senders.shutdownNow();
    }
  }

  private List<NeighbourProcess> recipients() {
    return List.of(world.environment(), world.commune());
  }

  private void strike() throws InterruptedException {
    switch (blow.point()) {
      case RECEIPTED -> await(() -> !receipts.isEmpty());
      case DELIVERING -> await(() -> delivered() > 0);
      case WAITING -> await(() -> receipts.size() == messages.size());
      case ARRIVING, FROZEN, STARTING, WOKEN, ROLLED -> {}
    }
    if (blow.point() == Blow.Point.ROLLED) {
      hub.run("restart");
      return;
    }
    var process =
        hub.find(blow.part())
            .orElseThrow(() -> new IllegalStateException(blow.part() + " does not run"));
    if (blow.point() == Blow.Point.STARTING) {
      HubProcesses.kill(process);
      strikeWhileStarting();
      return;
    }
    Thread.sleep(blow.millis());
    if (blow.point() == Blow.Point.FROZEN) {
      HubProcesses.freeze(process);
      Thread.sleep(HANGING);
    }
    if (blow.point() == Blow.Point.WOKEN) {
      HubProcesses.freeze(process);
      Thread.sleep(ASLEEP);
      HubProcesses.wake(process);
      return;
    }
    HubProcesses.kill(process);
  }

  /** It may have been ready by then: the faster it starts, the later in its life it is hit. */
  private void strikeWhileStarting() throws InterruptedException {
    var start = hub.begin("up");
    await(() -> hub.find(blow.part()).isPresent());
    Thread.sleep(blow.millis());
    HubProcesses.kill(hub.find(blow.part()).orElseThrow());
    start.await(Duration.ofMinutes(8)); // says that the part stopped, or that all is well
  }

  private void send(Message message) {
    long end = System.nanoTime() + PATIENCE;
    int attempt = messages.indexOf(message);
    if (blow.point() == Blow.Point.ROLLED) {
      pause(PACE);
    }
    while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
      var address = addresses.get(attempt++ % addresses.size()).toString();
      var answer =
          world
              .portal()
              .send(
                  "SOAP",
                  message.id(),
                  message.recipient().agency(),
                  message.dossier(),
                  DemonstrationWorld.PROCEDURE,
                  DemonstrationWorld.APPLICANT,
                  enclosures,
                  Map.of("hub", address));
      if ("RECEIPT".equals(answer.path("kind").asText())) {
        receipts.put(message.id(), answer.path("document"));
        return;
      }
      if (answer.hasNonNull("code") && !"TRY_AGAIN_LATER".equals(answer.path("code").asText())) {
        throw new IllegalStateException("Refused for good: " + answer);
      }
      pause(AGAIN);
    }
    throw new IllegalStateException("No receipt for " + message.id() + " in ten minutes");
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void await(BooleanSupplier fulfilled) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE;
    while (!fulfilled.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(100);
    }
  }

  private Map<NeighbourProcess, List<Map<String, String>>> taken(String event) {
    var lines = new HashMap<NeighbourProcess, List<Map<String, String>>>();
    recipients().forEach(one -> lines.put(one, one.ledger().read(event)));
    return lines;
  }

  private int delivered() {
    var received = taken("received");
    return (int)
        messages.stream()
            .filter(message -> receipts.containsKey(message.id()))
            .filter(
                message ->
                    received.get(message.recipient()).stream()
                        .anyMatch(line -> message.id().equals(line.get("messageId"))))
            .count();
  }

  private Tally tally() {
    var times = new LinkedHashMap<String, Integer>();
    var repeated = 0;
    var received = taken("received");
    var again = taken("repeated");
    for (var message : messages) {
      for (var recipient : recipients()) {
        received.get(recipient).stream()
            .filter(line -> message.dossier().equals(line.get("dossier")))
            .forEach(line -> times.merge(message.dossier(), 1, Integer::sum));
        repeated +=
            (int)
                again.get(recipient).stream()
                    .filter(line -> message.id().equals(line.get("messageId")))
                    .count();
      }
    }
    int doubled = times.values().stream().mapToInt(count -> count - 1).sum();
    int changed =
        (int)
            receipts.entrySet().stream()
                .filter(
                    receipt ->
                        !world
                            .portal()
                            .receipt("SOAP", receipt.getKey())
                            .path("document")
                            .equals(receipt.getValue()))
                .count();
    return new Tally(blow.kills(), receipts.size(), delivered(), doubled, repeated, changed);
  }
}
