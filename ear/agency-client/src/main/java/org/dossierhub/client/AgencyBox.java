package org.dossierhub.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.dossierhub.client.KnownMessage.Direction;

/**
 * An agency's folder for the exchange (docs/protocol/agency-client.md). What is sent from it is
 * signed and on the disk before the hub hears of it; what is fetched is on the disk before the hub
 * hears that. Every method may be repeated after anything, with the effect of once. Refusals of the
 * hub are states of a message, not exceptions; {@link BoxProblem} is about the box or the call,
 * IOException about the disk.
 */
public final class AgencyBox implements AutoCloseable {
  private static final String SEND = "send";
  private static final String FETCH = "fetch";
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Documents of a message travel in the package up to 64 MB together. */
  private static final long PACKAGE_AT_MOST = 128L << 20;

  private final Path folder;
  private final Path staging;
  private final Agency agency;
  private final HubTrust trust;
  private final HubCalls hub;
  private final Repeating repeating;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Knowledge knowledge;

  private AgencyBox(
      Path folder, Agency agency, HubTrust trust, HubCalls hub, Repeating repeating, Clock clock)
      throws IOException {
    this.folder = folder;
    this.staging = Files.createDirectories(folder.resolve("staging"));
    var out = Files.createDirectories(folder.resolve("out"));
    var in = Files.createDirectories(folder.resolve("in"));
    this.agency = agency;
    this.trust = trust;
    this.hub = hub;
    this.repeating = repeating;
    this.outbox = new Outbox(out, staging, agency, trust, hub, repeating, clock);
    this.inbox = new Inbox(in, staging, agency, trust, hub, repeating, clock);
    this.knowledge = new Knowledge(trust);
  }

  /** The box in this folder, which holds {@code agency.properties}. */
  public static AgencyBox open(Path folder) throws BoxProblem, IOException {
    return open(folder, line -> {});
  }

  /**
   * The same.
   *
   * @param told gets a line, Vietnamese and English, whenever the hub is asked again
   */
  public static AgencyBox open(Path folder, Consumer<String> told) throws BoxProblem, IOException {
    return open(folder, told, FIRST_PAUSE, Clock.systemUTC());
  }

  static AgencyBox open(Path folder, Consumer<String> told, Duration firstPause, Clock clock)
      throws BoxProblem, IOException {
    var box = folder.toAbsolutePath().normalize();
    var settings = BoxSettings.read(box);
    var trust = HubTrust.in(settings.trust());
    var agency = Agency.open(settings, trust, clock);
    return new AgencyBox(
        box,
        agency,
        trust,
        new HubCalls(agency.tls(), settings.hub()),
        new Repeating(firstPause, LONGEST_PAUSE, settings.patience(), told),
        clock);
  }

  /**
   * Writes the signed message, then sends it until there is a receipt or a refusal, or patience is
   * over. While a message of the same content has no receipt, it goes on with that one.
   */
  public KnownMessage send(OutgoingDossier dossier) throws BoxProblem, IOException {
    return submit(prepare(dossier));
  }

  /** The first half of {@link #send}: afterwards the message is on the disk; its id. */
  public String prepare(OutgoingDossier dossier) throws BoxProblem, IOException {
    return alone(
        SEND,
        () -> {
          discardDrafts("out-");
          return outbox.prepare(dossier).path().getFileName().toString();
        });
  }

  /** The second half of {@link #send}, also for a message that was refused before. */
  public KnownMessage submit(String id) throws BoxProblem, IOException {
    return alone(
        SEND,
        () -> {
          var message = outbox.find(id);
          outbox.submit(message);
          return knowledge.of(message, Direction.OUT);
        });
  }

  /** Goes on with every message and withdrawal about which the hub has not decided. */
  public List<KnownMessage> resume() throws BoxProblem, IOException {
    var open = new ArrayList<KnownMessage>();
    for (var message : outbox.all()) {
      var id = message.path().getFileName().toString();
      if (!message.has(MessageFolder.RECEIPT)) {
        if (message.answeredState().filter(KnownMessage.State.REFUSED::equals).isEmpty()) {
          open.add(submit(id));
        }
      } else if (outbox.hasOpenWithdrawal(message)) {
        open.add(
            alone(
                SEND,
                () -> {
                  outbox.sendWithdrawal(message);
                  return knowledge.of(message, Direction.OUT);
                }));
      }
    }
    return open;
  }

  /** Takes a message back that has a receipt and is not delivered yet. */
  public KnownMessage withdraw(String id, String reason) throws BoxProblem, IOException {
    if (reason.isBlank() || reason.length() > 1000) {
      throw new BoxProblem(
          "Lý do thu hồi có 1 đến 1000 ký tự", "The reason has 1 to 1000 characters");
    }
    return alone(
        SEND,
        () -> {
          var message = outbox.find(id);
          outbox.withdraw(message, reason);
          return knowledge.of(message, Direction.OUT);
        });
  }

  /** Fetches what waits at the hub, so many messages at most, and acknowledges what has come. */
  public Fetched fetch(int atMost) throws BoxProblem, IOException {
    return alone(
        FETCH,
        () -> {
          discardDrafts("in-");
          var progress = inbox.fetch(atMost);
          var messages = new ArrayList<KnownMessage>();
          for (var message : progress.touched.values()) {
            messages.add(knowledge.of(message, Direction.IN));
          }
          return new Fetched(messages, progress.left);
        });
  }

  /** What is known of every message, first those sent, in the order in which they were made. */
  public List<KnownMessage> messages() throws BoxProblem, IOException {
    var all = new ArrayList<KnownMessage>();
    for (var message : outbox.all()) {
      all.add(knowledge.of(message, Direction.OUT));
    }
    for (var message : inbox.all()) {
      all.add(knowledge.of(message, Direction.IN));
    }
    return all;
  }

  /** What is known of the messages with this id; ids of two senders may be the same. */
  public List<KnownMessage> messages(String id) throws BoxProblem, IOException {
    var found = messages().stream().filter(message -> message.id().equals(id)).toList();
    if (found.isEmpty()) {
      outbox.find(id);
    }
    return found;
  }

  /**
   * Asks the hub for the evidence package of a message, checks the chain in it and keeps it.
   *
   * @return why it is not there, Vietnamese and English, or nothing
   */
  public Optional<String> fetchEvidence(KnownMessage message) throws BoxProblem, IOException {
    var there = new MessageFolder(message.folder());
    var draft = Files.createTempFile(staging, "evidence-", ".asice");
    try {
      var manifest = there.manifest();
      repeating.untilAnswered(
          false,
          again -> {
            Files.deleteIfExists(draft);
            try (var out = new Durable.NewFile(draft)) {
              hub.evidence(manifest, out.stream(), PACKAGE_AT_MOST);
              out.force();
            }
            return draft;
          });
      EvidencePackage.read(draft, trust, manifest, there.manifestDigests());
      Durable.into(draft, there.file(MessageFolder.EVIDENCE));
      return Optional.empty();
    } catch (Refused | NotBelieved no) {
      return Optional.of(no.getMessage());
    } catch (NoAnswer none) {
      return Optional.of(
          "Trục chưa trả lời / The hub did not answer: %s".formatted(none.getMessage()));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void discardDrafts(String prefix) throws IOException {
    try (var drafts = Files.list(staging)) {
      for (var draft :
          drafts.filter(one -> one.getFileName().toString().startsWith(prefix)).toList()) {
        Durable.discard(draft);
      }
    }
  }

  private interface Work<T> {
    T done() throws BoxProblem, IOException;
  }

  /** One command of a kind at a time, also of other processes; a lock ends with its process. */
  private <T> T alone(String command, Work<T> work) throws BoxProblem, IOException {
    var file = folder.resolve("." + command + ".lock");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!isLocked(channel)) {
        throw new BoxInUse(command);
      }
      return work.done();
    }
  }

  /** Closing the channel gives the lock back. */
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    agency.close();
  }
}
