package org.dossierhub.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dossierhub.client.KnownMessage.State;
import org.dossierhub.signing.identity.Sha256;

/**
 * Messages for this agency: each is complete, checked and on the disk before it is acknowledged,
 * and lies there once however often it was handed out.
 */
final class Inbox {
  /** Longer than a gigabyte takes on a line of three megabits. */
  private static final Duration LEASE = Duration.ofHours(1);

  private static final String BATCH = "batch";

  private final Path folder;
  private final Path staging;
  private final Agency agency;
  private final HubTrust trust;
  private final HubCalls hub;
  private final Repeating repeating;
  private final Clock clock;

  Inbox(
      Path folder,
      Path staging,
      Agency agency,
      HubTrust trust,
      HubCalls hub,
      Repeating repeating,
      Clock clock) {
    this.folder = folder;
    this.staging = staging;
    this.agency = agency;
    this.trust = trust;
    this.hub = hub;
    this.repeating = repeating;
    this.clock = clock;
  }

  /** What a fetch touched, each folder once, and what did not go. */
  static final class Progress {
    final Map<Path, MessageFolder> touched = new LinkedHashMap<>();
    final List<String> left = new ArrayList<>();
  }

  /** What was left from last time first, then what waits. */
  Progress fetch(int atMost) throws BoxProblem, IOException {
    var progress = new Progress();
    try {
      for (var there : all()) {
        if (!there.has(MessageFolder.ACKNOWLEDGED)) {
          progress.touched.put(there.path(), there);
          acknowledge(there, progress);
        }
      }
      boolean more = true;
      for (int taken = 0; more && taken < atMost; taken++) {
        more = fetchOne(progress);
      }
    } catch (Refused no) {
      progress.left.add("%s: %s / %s".formatted(no.code(), no.reasonVi(), no.reasonEn()));
    } catch (NoAnswer none) {
      progress.left.add(
          "Trục chưa trả lời, hãy chạy fetch lần nữa. / The hub did not answer (%s); fetch again."
              .formatted(none.getMessage()));
    } catch (NotBelieved strange) {
      progress.left.add(strange.getMessage());
    }
    return progress;
  }

  /**
   * One message under a batch of its own, so that the time it takes is not taken from another's
   * lease. The batch is on the disk first: when the answer is lost, the same message comes again.
   */
  private boolean fetchOne(Progress progress)
      throws NoAnswer, Refused, NotBelieved, BoxProblem, IOException {
    var file = folder.resolve(BATCH);
    boolean earlier = Files.exists(file);
    if (!earlier) {
      Durable.replace(file, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
    }
    var batch = Files.readString(file).strip();
    var answer = repeating.untilAnswered(earlier, again -> hub.handOut(batch, 1, LEASE));
    takeBack(answer, progress);
    for (var message : answer.path("messages")) {
      try {
        take(message, progress);
      } catch (NotBelieved strange) {
        progress.left.add(
            "%s %s: không nhận được, vẫn ở trục. / Not taken, it stays at the hub. %s"
                .formatted(
                    message.path("sender").asText(),
                    message.path("messageId").asText(),
                    strange.getMessage()));
      }
    }
    Durable.delete(file);
    // A batch of an earlier run may be empty because its message was acknowledged since.
    return earlier || !answer.path("messages").isEmpty();
  }

  private void take(JsonNode given, Progress progress)
      throws NoAnswer, Refused, NotBelieved, BoxProblem, IOException {
    byte[] signed;
    try {
      signed = Base64.getDecoder().decode(given.path("manifest").asText());
    } catch (IllegalArgumentException e) {
      throw new NotBelieved("Bản kê không phải base64", "The manifest is not base64", e);
    }
    var content = Content.of(signed, Manifest.NAMESPACE, "manifest");
    trust.expectKnownSender(content, "created");
    var manifest = Manifest.read(content);
    if (!manifest.id().equals(given.path("messageId").asText())
        || !manifest.sender().value().equals(given.path("sender").asText())) {
      throw new NotBelieved(
          "Bản kê của thông điệp khác: " + manifest.id(),
          "The manifest of another message: " + manifest.id());
    }
    var place = folder.resolve(manifest.sender().value() + "_" + manifest.id());
    var message = new MessageFolder(place);
    if (!Files.isDirectory(place)) {
      download(signed, manifest, place);
    } else if (!Arrays.equals(signed, message.signedManifest())) {
      throw new NotBelieved(
          "Đã có thông điệp khác cùng mã trong " + place,
          "Another message of the same id lies in " + place);
    }
    progress.touched.put(place, message);
    acknowledge(message, progress);
  }

  private void download(byte[] signed, Manifest manifest, Path place)
      throws NoAnswer, Refused, NotBelieved, BoxProblem, IOException {
    var draft = Files.createTempDirectory(staging, "in-");
    try {
      Files.createDirectory(draft.resolve(MessageFolder.PARTS));
      for (int i = 0; i < manifest.parts().size(); i++) {
        part(manifest, manifest.parts().get(i), draft, i);
      }
      Durable.write(draft.resolve(MessageFolder.MANIFEST), signed);
      Durable.write(draft.resolve(MessageFolder.RECEIPT), receipt(manifest, signed));
      Durable.into(draft, place);
    } finally {
      Durable.discard(draft);
    }
  }

  private void part(Manifest manifest, Manifest.Part part, Path draft, int index)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var file = MessageFolder.partFile(draft, index, part.name());
    var found =
        repeating.untilAnswered(
            false,
            again -> {
              Files.deleteIfExists(file);
              return download(manifest, part, file);
            });
    if (Files.size(file) != part.size() || !found.equals(part.sha256())) {
      throw new NotBelieved(
          "Tệp %s không khớp bản kê".formatted(part.name()),
          "The file %s does not fit the manifest".formatted(part.name()));
    }
  }

  private Sha256 download(Manifest manifest, Manifest.Part part, Path file)
      throws NoAnswer, Refused, NotBelieved, IOException {
    var digest = Outbox.sha256();
    try (var out = new Durable.NewFile(file)) {
      hub.part(manifest, part, new DigestOutputStream(out.stream(), digest));
      out.force();
    }
    return Sha256.ofDigest(digest.digest());
  }

  private byte[] receipt(Manifest manifest, byte[] signed) throws BoxProblem {
    return agency.sign(
        manifest.receiptXml(
            Sha256.of(signed), clock.instant().truncatedTo(ChronoUnit.MILLIS), agency.code()));
  }

  /** With the receipt that was made when the message had come, unless the key is another since. */
  private void acknowledge(MessageFolder message, Progress progress)
      throws NoAnswer, NotBelieved, BoxProblem, IOException {
    signAgainIfTheKeyChanged(message);
    var receipt = message.bytes(MessageFolder.RECEIPT);
    try {
      var ended = repeating.untilAnswered(false, again -> hub.acknowledge(receipt));
      message.write(MessageFolder.ACKNOWLEDGED, ended);
      Durable.delete(message.file(MessageFolder.ANSWER));
    } catch (Refused no) {
      message.answered(
          MessageFolder.ANSWER,
          State.REFUSED,
          clock.instant(),
          no.code(),
          no.reasonVi(),
          no.reasonEn());
      progress.left.add(
          "%s: %s: %s / %s"
              .formatted(message.path().getFileName(), no.code(), no.reasonVi(), no.reasonEn()));
    }
  }

  private void signAgainIfTheKeyChanged(MessageFolder message)
      throws NotBelieved, BoxProblem, IOException {
    if (message.answeredState().filter(state -> state == State.REFUSED).isEmpty()) {
      return;
    }
    var receipt = Content.of(message.bytes(MessageFolder.RECEIPT), UnsignedXml.RECEIPT, "receipt");
    if (!receipt.signer().equals(agency.certificate())) {
      Durable.replace(
          message.file(MessageFolder.RECEIPT),
          receipt(message.manifest(), message.signedManifest()));
    }
  }

  /** Messages on this disk that their senders have taken back since. */
  private void takeBack(JsonNode answer, Progress progress) throws IOException {
    for (var back : answer.path("withdrawn")) {
      var name = back.path("sender").asText() + "_" + back.path("messageId").asText();
      var place = folder.resolve(name).normalize();
      var message = new MessageFolder(place);
      if (!folder.equals(place.getParent())
          || !Files.isDirectory(place)
          || message.has(MessageFolder.WITHDRAWAL)) {
        continue;
      }
      try {
        var withdrawal = Base64.getDecoder().decode(back.path("withdrawal").asText());
        expectWithdrawal(withdrawal, message);
        Durable.replace(message.file(MessageFolder.WITHDRAWAL), withdrawal);
        progress.touched.put(place, message);
      } catch (NotBelieved | IllegalArgumentException strange) {
        progress.left.add(
            "%s: văn bản thu hồi không đúng / the withdrawal is not genuine: %s"
                .formatted(name, strange.getMessage()));
      }
    }
  }

  private void expectWithdrawal(byte[] withdrawal, MessageFolder message)
      throws NotBelieved, IOException {
    var content = Content.of(withdrawal, UnsignedXml.RECEIPT, "withdrawal");
    trust.expectKnownSender(content, "withdrawnAt");
    var manifest = message.manifest();
    HubTrust.expect(content, "messageId", manifest.id());
    HubTrust.expect(content, "sender", manifest.sender().value());
    HubTrust.expect(content, "manifestSha256", Sha256.of(message.signedManifest()).hex());
  }

  List<MessageFolder> all() throws IOException {
    try (var folders = Files.list(folder)) {
      return folders.filter(Files::isDirectory).sorted().map(MessageFolder::new).toList();
    }
  }
}
