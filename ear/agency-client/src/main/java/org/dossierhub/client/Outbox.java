package org.dossierhub.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dossierhub.client.KnownMessage.State;
import org.dossierhub.signing.identity.Sha256;

/**
 * Messages of this agency: each is signed and on the disk before the hub hears of it, goes out
 * under one id with one content however often, and ends with the hub's verified receipt alone.
 */
final class Outbox {
  /** Bytes of a message that a hub reads to the end before it refuses. */
  private static final long SENT_AT_ONCE = 32 * 1024;

  private static final Map<String, String> MEDIA_TYPES =
      Map.ofEntries(
          Map.entry("pdf", "application/pdf"),
          Map.entry("xml", "application/xml"),
          Map.entry("txt", "text/plain"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("png", "image/png"),
          Map.entry("tif", "image/tiff"),
          Map.entry("tiff", "image/tiff"),
          Map.entry("zip", "application/zip"),
          Map.entry("asice", "application/vnd.etsi.asic-e+zip"),
          Map.entry("p7s", "application/pkcs7-signature"),
          Map.entry("p7m", "application/pkcs7-mime"),
          Map.entry(
              "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
          Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));

  private final Path folder;
  private final Path staging;
  private final Agency agency;
  private final HubTrust trust;
  private final HubCalls hub;
  private final Repeating repeating;
  private final Clock clock;

  Outbox(
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

  /** Signs the message and writes it, or finds it when it is there. */
  MessageFolder prepare(OutgoingDossier dossier) throws BoxProblem, IOException {
    var draft = Files.createTempDirectory(staging, "out-");
    try {
      var manifest = manifest(dossier, draft);
      var there = existing(manifest, dossier.id());
      if (there.isPresent()) {
        return there.get();
      }
      var signed = agency.sign(manifest.xml());
      if (signed.length > Manifest.SIGNED_AT_MOST) {
        throw new BoxProblem("Bản kê quá 1 MB", "The manifest is larger than 1 MB");
      }
      Durable.write(draft.resolve(MessageFolder.MANIFEST), signed);
      var place = folder.resolve(manifest.id());
      Durable.into(draft, place);
      return new MessageFolder(place);
    } finally {
      Durable.discard(draft);
    }
  }

  private Manifest manifest(OutgoingDossier dossier, Path draft) throws BoxProblem, IOException {
    Files.createDirectory(draft.resolve(MessageFolder.PARTS));
    var parts = new ArrayList<Manifest.Part>();
    try {
      if (dossier.files().size() > Manifest.PARTS_AT_MOST) {
        throw new IllegalArgumentException("More than " + Manifest.PARTS_AT_MOST + " files");
      }
      for (var file : dossier.files()) {
        parts.add(copied(file, draft, parts.size()));
      }
      return new Manifest(
          dossier.id().orElseGet(() -> UUID.randomUUID().toString()),
          "DOSSIER",
          agency.code(),
          dossier.recipient(),
          dossier.code(),
          dossier.procedureCode(),
          clock.instant().truncatedTo(ChronoUnit.MILLIS),
          dossier.subject(),
          dossier.applicant(),
          parts);
    } catch (IllegalArgumentException e) {
      throw new BoxProblem("Không gửi được: " + e.getMessage(), e.getMessage(), e);
    }
  }

  private static Manifest.Part copied(Path file, Path draft, int index)
      throws BoxProblem, IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new BoxProblem("Không đọc được tệp " + file, "This file cannot be read: " + file);
    }
    var name = Normalizer.normalize(file.getFileName().toString(), Normalizer.Form.NFC);
    var place = MessageFolder.partFile(draft, index, name);
    var digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      Durable.write(place, out -> copy(in, new DigestOutputStream(out, digest), file));
    }
    return new Manifest.Part(
        name, mediaType(name), Files.size(place), Sha256.ofDigest(digest.digest()));
  }

  private static void copy(InputStream in, OutputStream out, Path file) throws IOException {
    var buffer = new byte[64 * 1024];
    long length = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      length += read;
      if (length > Manifest.PART_AT_MOST) {
        throw new IllegalArgumentException("Larger than 1 GB: " + file);
      }
      out.write(buffer, 0, read);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String mediaType(String name) {
    var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return MEDIA_TYPES.getOrDefault(ending, "application/octet-stream");
  }

  private Optional<MessageFolder> existing(Manifest manifest, Optional<String> chosen)
      throws BoxProblem, IOException {
    if (chosen.isPresent()) {
      var there = new MessageFolder(folder.resolve(chosen.get()));
      if (!Files.isDirectory(there.path())) {
        return Optional.empty();
      }
      if (!read(there).saysTheSameAs(manifest)) {
        throw new BoxProblem(
            "Mã thông điệp %s đã dùng cho nội dung khác".formatted(chosen.get()),
            "The id %s was used for other content".formatted(chosen.get()));
      }
      return Optional.of(there);
    }
    for (var there : all()) {
      if (!there.has(MessageFolder.RECEIPT) && read(there).saysTheSameAs(manifest)) {
        return Optional.of(there);
      }
    }
    return Optional.empty();
  }

  private static Manifest read(MessageFolder there) throws BoxProblem, IOException {
    try {
      return there.manifest();
    } catch (NotBelieved e) {
      throw new BoxProblem(
          "Bản kê trong %s đã bị sửa".formatted(there.path()),
          "The manifest in %s was changed".formatted(there.path()),
          e);
    }
  }

  /** In the order in which they were made. */
  List<MessageFolder> all() throws BoxProblem, IOException {
    record Dated(MessageFolder message, java.time.Instant created) {}
    var found = new ArrayList<Dated>();
    try (var folders = Files.list(folder)) {
      for (var one : folders.filter(Files::isDirectory).toList()) {
        var message = new MessageFolder(one);
        found.add(new Dated(message, read(message).created()));
      }
    }
    return found.stream().sorted(Comparator.comparing(Dated::created)).map(Dated::message).toList();
  }

  MessageFolder find(String id) throws BoxProblem {
    var place = folder.resolve(id);
    if (!Files.isDirectory(place)) {
      throw new BoxProblem(
          "Không có thông điệp %s trong hộp".formatted(id),
          "There is no message %s in the box".formatted(id));
    }
    return new MessageFolder(place);
  }

  /**
   * Goes on with a message until it has its receipt, is refused, or patience is over; what came of
   * it lies in its folder.
   */
  void submit(MessageFolder message) throws BoxProblem, IOException {
    if (message.has(MessageFolder.RECEIPT)) {
      return;
    }
    var manifest = read(message);
    // The mark is there before the first call: from then on the hub may have the message.
    boolean before = message.has(MessageFolder.CALLED);
    if (!before) {
      Durable.replace(message.file(MessageFolder.CALLED), new byte[0]);
    }
    signAgainIfTheKeyChanged(message);
    try {
      var doorOpen = new AtomicBoolean(size(manifest) <= SENT_AT_ONCE);
      var receipt =
          repeating.untilAnswered(before, again -> receipt(message, manifest, again, doorOpen));
      trust.receipt(receipt, manifest, message.manifestDigests());
      Durable.replace(message.file(MessageFolder.RECEIPT), receipt);
      Durable.delete(message.file(MessageFolder.ANSWER));
      Durable.delete(message.file(MessageFolder.REFUSAL));
    } catch (Refused no) {
      refused(message, manifest, no);
    } catch (NoAnswer none) {
      open(message, "NO_ANSWER", "Trục chưa trả lời: " + none.getMessage(), none.getMessage());
    } catch (NotBelieved strange) {
      open(message, "NOT_BELIEVED", strange.vietnamese(), strange.english());
    }
  }

  private static long size(Manifest manifest) {
    return manifest.parts().stream().mapToLong(Manifest.Part::size).sum();
  }

  /**
   * What the hub has, it is not given again: its receipt is smaller than the files. And where files
   * were cut off, the manifest goes alone first, once: a hub that refuses in the middle of a large
   * message closes the line, and then its refusal is lost.
   */
  private byte[] receipt(
      MessageFolder message, Manifest manifest, boolean again, AtomicBoolean doorOpen)
      throws NoAnswer, Refused, NotBelieved, IOException {
    if (again) {
      var there = hub.receipt(manifest.id());
      if (there.isPresent()) {
        return there.get();
      }
      if (!doorOpen.get()) {
        expectNoRefusal(message);
        doorOpen.set(true);
      }
    }
    return hub.submit(message.signedManifest(), message.partFiles(manifest));
  }

  /** Without its files a message is refused in any case; the question is by what. */
  private void expectNoRefusal(MessageFolder message)
      throws NoAnswer, Refused, NotBelieved, IOException {
    try {
      hub.submit(message.signedManifest(), List.of());
    } catch (Refused no) {
      if (!no.code().equals("MANIFEST_MISMATCH")) {
        throw no;
      }
    }
  }

  /** The id is bound to the content, not to the signature (docs/agencies.md). */
  private void signAgainIfTheKeyChanged(MessageFolder message) throws BoxProblem, IOException {
    if (message.answeredState().filter(state -> state == State.REFUSED).isEmpty()) {
      return;
    }
    try {
      var content = message.manifestContent();
      if (!content.signer().equals(agency.certificate())) {
        message.signedAgain(agency.sign(Manifest.read(content).xml()));
      }
    } catch (NotBelieved e) {
      throw new IllegalStateException("It was read a moment ago", e);
    }
  }

  private void refused(MessageFolder message, Manifest manifest, Refused no) throws IOException {
    if (no.evidence().isPresent()) {
      try {
        trust.refusal(no.evidence().get(), manifest, message.manifestDigests());
        Durable.replace(message.file(MessageFolder.REFUSAL), no.evidence().get());
      } catch (NotBelieved strange) {
        open(
            message,
            "NOT_BELIEVED",
            "Văn bản từ chối không phải của trục: " + strange.vietnamese(),
            "The refusal is not the hub's: " + strange.english());
        return;
      }
    }
    message.answered(
        MessageFolder.ANSWER,
        State.REFUSED,
        clock.instant(),
        no.code(),
        no.reasonVi(),
        no.reasonEn());
  }

  private void open(MessageFolder message, String code, String vietnamese, String english)
      throws IOException {
    message.answered(MessageFolder.ANSWER, State.OPEN, clock.instant(), code, vietnamese, english);
  }

  /** Takes a receipted message back; the signed withdrawal is on the disk before the hub has it. */
  void withdraw(MessageFolder message, String reason) throws BoxProblem, IOException {
    if (message.has(MessageFolder.WITHDRAWN)) {
      return;
    }
    if (!message.has(MessageFolder.RECEIPT)) {
      throw new BoxProblem(
          "Thông điệp chưa có giấy báo nhận thì chưa thu hồi được; hãy chạy send --resume trước",
          "A message without a receipt cannot be withdrawn; send --resume first");
    }
    if (!message.has(MessageFolder.WITHDRAWAL)) {
      var manifest = read(message);
      var withdrawal =
          manifest.withdrawalXml(
              receiptOf(message, manifest).manifest(),
              reason,
              clock.instant().truncatedTo(ChronoUnit.MILLIS));
      Durable.replace(message.file(MessageFolder.WITHDRAWAL), agency.sign(withdrawal));
    }
    sendWithdrawal(message);
  }

  private HubTrust.Receipt receiptOf(MessageFolder message, Manifest manifest)
      throws BoxProblem, IOException {
    try {
      return trust.receipt(
          message.bytes(MessageFolder.RECEIPT), manifest, message.manifestDigests());
    } catch (NotBelieved e) {
      throw new BoxProblem(
          "Giấy báo nhận trong %s không đúng".formatted(message.path()),
          "The receipt in %s is not right".formatted(message.path()),
          e);
    }
  }

  boolean hasOpenWithdrawal(MessageFolder message) {
    return message.has(MessageFolder.WITHDRAWAL)
        && !message.has(MessageFolder.WITHDRAWN)
        && !refusedForGood(message);
  }

  private static boolean refusedForGood(MessageFolder message) {
    try {
      return message
          .json(MessageFolder.NOT_WITHDRAWN)
          .filter(json -> json.path("state").asText().equals(State.REFUSED.name()))
          .isPresent();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  void sendWithdrawal(MessageFolder message) throws IOException {
    try {
      var withdrawal = message.bytes(MessageFolder.WITHDRAWAL);
      var answer = repeating.untilAnswered(true, again -> hub.withdraw(withdrawal));
      if (!answer.path("messageId").asText().equals(message.path().getFileName().toString())) {
        throw new NotBelieved("Trả lời về thông điệp khác", "An answer about another message");
      }
      message.write(MessageFolder.WITHDRAWN, answer);
      Durable.delete(message.file(MessageFolder.NOT_WITHDRAWN));
    } catch (Refused no) {
      notWithdrawn(message, State.REFUSED, no.code(), no.reasonVi(), no.reasonEn());
    } catch (NoAnswer none) {
      notWithdrawn(
          message, State.OPEN, "NO_ANSWER", "Trục chưa trả lời việc thu hồi", none.getMessage());
    } catch (NotBelieved strange) {
      notWithdrawn(message, State.OPEN, "NOT_BELIEVED", strange.vietnamese(), strange.english());
    }
  }

  private void notWithdrawn(
      MessageFolder message, State state, String code, String vietnamese, String english)
      throws IOException {
    message.answered(
        MessageFolder.NOT_WITHDRAWN, state, clock.instant(), code, vietnamese, english);
  }
}
