package org.dossierhub.client;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dossierhub.client.KnownMessage.Direction;
import org.dossierhub.client.KnownMessage.State;
import org.dossierhub.signing.identity.DossierCode;

/**
 * Reads from the folder of a message what is known about it. Signatures are verified again: what
 * was changed on the disk is not believed.
 */
final class Knowledge {
  private final HubTrust trust;

  Knowledge(HubTrust trust) {
    this.trust = trust;
  }

  KnownMessage of(MessageFolder folder, Direction direction) throws BoxProblem, IOException {
    try {
      return direction == Direction.OUT ? sent(folder) : fetched(folder);
    } catch (NotBelieved e) {
      throw new BoxProblem(
          "%s đã bị sửa: %s".formatted(folder.path(), e.vietnamese()),
          "%s was changed: %s".formatted(folder.path(), e.english()),
          e);
    }
  }

  /** How far, since when, and why. */
  private record Standing(
      State state, Instant since, Optional<String> code, Optional<String> vi, Optional<String> en) {
    static Standing since(State state, Instant since) {
      return new Standing(state, since, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Standing because(com.fasterxml.jackson.databind.JsonNode json) {
      return new Standing(
          state, since, text(json, "code"), text(json, "reasonVi"), text(json, "reasonEn"));
    }

    private static Optional<String> text(
        com.fasterxml.jackson.databind.JsonNode json, String name) {
      return Optional.of(json.path(name).asText()).filter(text -> !text.isEmpty());
    }
  }

  private KnownMessage sent(MessageFolder folder) throws NotBelieved, IOException {
    var manifest = folder.manifest();
    Optional<HubTrust.Receipt> receipt =
        folder.has(MessageFolder.RECEIPT)
            ? Optional.of(
                trust.receipt(
                    folder.bytes(MessageFolder.RECEIPT), manifest, folder.manifestDigests()))
            : Optional.empty();
    return known(
        Direction.OUT,
        folder,
        manifest,
        standingOfSent(folder, manifest, receipt),
        receipt.map(HubTrust.Receipt::signer),
        receipt.map(HubTrust.Receipt::receivedAt));
  }

  private static Standing standingOfSent(
      MessageFolder folder, Manifest manifest, Optional<HubTrust.Receipt> receipt)
      throws IOException {
    var withdrawn = folder.json(MessageFolder.WITHDRAWN);
    if (withdrawn.isPresent()) {
      return Standing.since(
          State.WITHDRAWN, moment(withdrawn.get().path("withdrawnAt").asText(), manifest));
    }
    if (receipt.isPresent()) {
      var standing = Standing.since(State.RECEIPTED, receipt.get().receivedAt());
      return folder.json(MessageFolder.NOT_WITHDRAWN).map(standing::because).orElse(standing);
    }
    var answer = folder.json(MessageFolder.ANSWER);
    return answer.isEmpty()
        ? Standing.since(State.OPEN, manifest.created())
        : Standing.since(
                State.valueOf(answer.get().path("state").asText()),
                moment(answer.get().path("at").asText(), manifest))
            .because(answer.get());
  }

  private static Instant moment(String text, Manifest manifest) {
    return text.isEmpty() ? manifest.created() : Instant.parse(text);
  }

  private KnownMessage fetched(MessageFolder folder) throws NotBelieved, IOException {
    var manifest = folder.manifest();
    var receipt = Content.of(folder.bytes(MessageFolder.RECEIPT), UnsignedXml.RECEIPT, "receipt");
    var receivedAt = receipt.instant("receivedAt");
    return known(
        Direction.IN,
        folder,
        manifest,
        standingOfFetched(folder, manifest, receivedAt),
        Optional.of(HubTrust.signer(receipt)),
        Optional.of(receivedAt));
  }

  private static Standing standingOfFetched(
      MessageFolder folder, Manifest manifest, Instant receivedAt) throws NotBelieved, IOException {
    if (folder.has(MessageFolder.WITHDRAWAL)) {
      var withdrawal =
          Content.of(folder.bytes(MessageFolder.WITHDRAWAL), UnsignedXml.RECEIPT, "withdrawal");
      return new Standing(
          State.WITHDRAWN,
          withdrawal.instant("withdrawnAt"),
          Optional.of("WITHDRAWN"),
          withdrawal.optional("reason"),
          withdrawal.optional("reason"));
    }
    var ended = folder.json(MessageFolder.ACKNOWLEDGED);
    if (ended.isEmpty()) {
      var standing = Standing.since(State.FETCHED, receivedAt);
      return folder.json(MessageFolder.ANSWER).map(standing::because).orElse(standing);
    }
    var end = ended.get().path("end").asText();
    return new Standing(
        end.equals("WITHDRAWN") ? State.WITHDRAWN : State.ACKNOWLEDGED,
        moment(ended.get().path("at").asText(), manifest),
        Optional.of(end).filter(code -> !code.equals("DELIVERED")),
        Optional.empty(),
        Optional.empty());
  }

  private KnownMessage known(
      Direction direction,
      MessageFolder folder,
      Manifest manifest,
      Standing standing,
      Optional<String> signer,
      Optional<Instant> receivedAt)
      throws NotBelieved, IOException {
    var parts = new ArrayList<KnownMessage.Part>();
    for (var one : folder.partFiles(manifest)) {
      var part = one.part();
      parts.add(
          new KnownMessage.Part(
              part.name(), part.mediaType(), part.size(), part.sha256().hex(), one.file()));
    }
    return new KnownMessage(
        direction,
        manifest.id(),
        standing.state(),
        standing.since(),
        manifest.kind(),
        manifest.sender().value(),
        manifest.recipient().value(),
        manifest.dossier().map(DossierCode::value),
        manifest.subject(),
        parts,
        folder.path(),
        signer,
        receivedAt,
        standing.code(),
        standing.vi(),
        standing.en(),
        evidences(folder, manifest));
  }

  private List<KnownMessage.Evidence> evidences(MessageFolder folder, Manifest manifest)
      throws NotBelieved, IOException {
    return folder.has(MessageFolder.EVIDENCE)
        ? EvidencePackage.read(
            folder.file(MessageFolder.EVIDENCE), trust, manifest, folder.manifestDigests())
        : List.of();
  }
}
