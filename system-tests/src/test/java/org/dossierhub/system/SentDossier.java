package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.NeighbourProcess;
import org.dossierhub.system.journey.Waiting;

/**
 * A dossier that one neighbour sends to another, with a paper nobody has sent before; what became
 * of it, by the ledger of its recipient.
 */
record SentDossier(
    NeighbourProcess sender, NeighbourProcess recipient, String id, String dossier, Path paper) {
  private static final Duration SOON = Duration.ofMinutes(3);

  /** From the portal's stand-in, over SOAP. */
  static SentDossier of(DemonstrationWorld world, NeighbourProcess recipient) {
    return of(world, world.portal(), recipient, 100);
  }

  static SentDossier of(
      DemonstrationWorld world, NeighbourProcess sender, NeighbourProcess recipient, int bytes) {
    var id = UUID.randomUUID().toString();
    try {
      var paper = world.folder().resolve("paper-" + id + ".txt");
      Files.writeString(paper, id + "x".repeat(Math.max(0, bytes - id.length())));
      return new SentDossier(
          sender, recipient, id, DossierJourney.freshDossier(recipient.agency()), paper);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  JsonNode send() {
    return send("SOAP", Map.of());
  }

  JsonNode send(String channel, Map<String, String> extra) {
    return sender.send(
        channel,
        id,
        recipient.agency(),
        dossier,
        DemonstrationWorld.PROCEDURE,
        DemonstrationWorld.APPLICANT,
        enclosures(),
        extra);
  }

  List<NeighbourProcess.Enclosure> enclosures() {
    return List.of(new NeighbourProcess.Enclosure("giấy tờ.txt", "text/plain", paper));
  }

  /** Meanwhile the caller goes on. */
  CompletableFuture<JsonNode> sending(String channel, Map<String, String> extra) {
    return CompletableFuture.supplyAsync(() -> send(channel, extra));
  }

  /** Sends it, and the receipt has to be there at once. */
  JsonNode receipted() {
    var answer = send();
    assertThat(isReceipt(answer)).as(answer.toString()).isTrue();
    return answer;
  }

  /** Again and again, as the contract asks of a sender. */
  JsonNode sendUntilReceipted() {
    return Waiting.until(
        "the receipt of " + id, SOON, this::send, SentDossier::isReceipt, answer -> answer);
  }

  static boolean isReceipt(JsonNode answer) {
    return "RECEIPT".equals(answer.path("kind").asText());
  }

  String sha256() throws IOException, GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(paper)));
  }

  /** The recipient is back from wherever it was before: its first question ends the hub's rest. */
  static void isThere(NeighbourProcess recipient) {
    recipient.receipt("SOAP", UUID.randomUUID().toString());
  }

  /** How often the dossier stands in its recipient's ledger, under whatever id. */
  long received() {
    return count("received", "dossier", dossier);
  }

  /** How often the recipient got the message again and knew it. */
  long repeated() {
    return count("repeated", "messageId", id);
  }

  private long count(String event, String name, String value) {
    return recipient.ledger().read(event).stream()
        .filter(line -> value.equals(line.get(name)))
        .count();
  }

  SentDossier awaitReceived() {
    Waiting.until(
        id + " in the ledger of " + recipient.agency(),
        SOON,
        this::received,
        count -> count > 0,
        count -> count);
    return this;
  }
}
