package org.dossierhub.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Prints messages for people and for programs. */
final class ShowMessages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;

  ShowMessages(PrintStream out) {
    this.out = out;
  }

  void line(KnownMessage message) {
    out.printf(
        "%s %s %s %s%s: %s / %s, %s%n",
        message.id(),
        message.direction() == KnownMessage.Direction.OUT ? "→" : "←",
        message.direction() == KnownMessage.Direction.OUT ? message.recipient() : message.sender(),
        message.kind(),
        message.dossier().map(code -> " " + code).orElse(""),
        message.state().vietnamese(),
        message.state(),
        message.since());
    message
        .code()
        .ifPresent(
            code ->
                out.printf(
                    "  %s%s%n",
                    code,
                    message.reasonVi().map(vi -> ": " + vi).orElse("")
                        + message
                            .reasonEn()
                            .filter(en -> !message.reasonVi().equals(message.reasonEn()))
                            .map(en -> " / " + en)
                            .orElse("")));
  }

  void all(KnownMessage message) {
    line(message);
    message.subject().ifPresent(text -> out.println("  " + text));
    out.println("  " + message.folder());
    for (var part : message.parts()) {
      out.printf("  %s (%s, %d byte)%n", part.name(), part.mediaType(), part.size());
    }
    message
        .receiptSigner()
        .ifPresent(
            signer ->
                out.printf(
                    "  giấy báo nhận / receipt: %s, %s%n",
                    message.receivedAt().orElseThrow(), signer));
    for (var evidence : message.evidences()) {
      out.printf(
          "  %d. %s %s%s, %s%n",
          evidence.position(),
          evidence.event(),
          evidence.at(),
          evidence.detail().isEmpty() ? "" : " (" + evidence.detail() + ")",
          evidence.signer());
    }
  }

  void json(List<KnownMessage> messages) {
    ArrayNode array = JSON.createArrayNode();
    messages.forEach(message -> write(message, array.addObject()));
    try {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(array));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail", e);
    }
  }

  private static void write(KnownMessage message, ObjectNode json) {
    json.put("id", message.id());
    json.put("direction", message.direction().name());
    json.put("state", message.state().name());
    json.put("since", message.since().toString());
    json.put("kind", message.kind());
    json.put("sender", message.sender());
    json.put("recipient", message.recipient());
    message.dossier().ifPresent(value -> json.put("dossier", value));
    message.subject().ifPresent(value -> json.put("subject", value));
    var parts = json.putArray("parts");
    for (var part : message.parts()) {
      parts
          .addObject()
          .put("name", part.name())
          .put("mediaType", part.mediaType())
          .put("size", part.size())
          .put("sha256", part.sha256())
          .put("file", part.file().toString());
    }
    json.put("folder", message.folder().toString());
    message.receiptSigner().ifPresent(value -> json.put("receiptSigner", value));
    message.receivedAt().ifPresent(value -> json.put("receivedAt", value.toString()));
    message.code().ifPresent(value -> json.put("code", value));
    message.reasonVi().ifPresent(value -> json.put("reasonVi", value));
    message.reasonEn().ifPresent(value -> json.put("reasonEn", value));
    var evidences = json.putArray("evidences");
    for (var evidence : message.evidences()) {
      evidences
          .addObject()
          .put("position", evidence.position())
          .put("event", evidence.event())
          .put("at", evidence.at().toString())
          .put("detail", evidence.detail())
          .put("signer", evidence.signer());
    }
  }
}
