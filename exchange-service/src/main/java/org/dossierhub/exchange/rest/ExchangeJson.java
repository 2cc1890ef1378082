package org.dossierhub.exchange.rest;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.util.Base64;
import org.dossierhub.exchange.protocol.AcknowledgeResponse;
import org.dossierhub.exchange.protocol.FetchResponse;
import org.dossierhub.exchange.protocol.PublishedResult;
import org.dossierhub.exchange.protocol.StatusEvent;
import org.dossierhub.exchange.protocol.StatusResponse;
import org.dossierhub.exchange.protocol.WaitingMessage;
import org.dossierhub.exchange.protocol.WithdrawResponse;

/**
 * Answers of the exchange as JSON: the elements of exchange.xsd under the same names, signed
 * documents in base64, times in UTC.
 */
final class ExchangeJson {
  private ExchangeJson() {}

  static String write(StatusResponse told) {
    var history = Json.createArrayBuilder();
    told.getHistory().forEach(event -> history.add(event(event)));
    var results = Json.createArrayBuilder();
    told.getResult().forEach(result -> results.add(result(result)));
    return Json.createObjectBuilder()
        .add("dossierCode", told.getDossierCode())
        .add("status", told.getStatus())
        .add("label", told.getLabel())
        .add("since", told.getSince().toString())
        .add("history", history)
        .add("results", results)
        .build()
        .toString();
  }

  private static JsonObjectBuilder event(StatusEvent event) {
    var json =
        Json.createObjectBuilder()
            .add("status", event.getStatus())
            .add("label", event.getLabel())
            .add("at", event.getAt().toString());
    return event.getNote() == null ? json : json.add("note", event.getNote());
  }

  private static JsonObjectBuilder result(PublishedResult result) {
    return Json.createObjectBuilder()
        .add("resultId", result.getResultId())
        .add("title", result.getTitle())
        .add("sha256", result.getSha256())
        .add("publicUrl", result.getPublicUrl())
        .add("state", result.getState().value());
  }

  static String write(FetchResponse handedOut) {
    var messages = Json.createArrayBuilder();
    handedOut.getMessage().forEach(message -> messages.add(message(message)));
    var withdrawn = Json.createArrayBuilder();
    for (var back : handedOut.getWithdrawn()) {
      withdrawn.add(
          Json.createObjectBuilder()
              .add("sender", back.getSender())
              .add("messageId", back.getMessageId())
              .add("withdrawal", base64(back.getWithdrawal())));
    }
    return Json.createObjectBuilder()
        .add("messages", messages)
        .add("withdrawn", withdrawn)
        .add("waiting", handedOut.getWaiting())
        .build()
        .toString();
  }

  private static JsonObjectBuilder message(WaitingMessage message) {
    var parts = Json.createArrayBuilder();
    for (var part : message.getPart()) {
      parts.add(
          Json.createObjectBuilder()
              .add("name", part.getName())
              .add("mediaType", part.getMediaType()));
    }
    return Json.createObjectBuilder()
        .add("sender", message.getSender())
        .add("messageId", message.getMessageId())
        .add("manifest", base64(message.getManifest()))
        .add("parts", parts)
        .add("leasedUntil", message.getLeasedUntil().toString());
  }

  static String write(AcknowledgeResponse ended) {
    return Json.createObjectBuilder()
        .add("sender", ended.getSender())
        .add("messageId", ended.getMessageId())
        .add("end", ended.getEnd().value())
        .add("at", ended.getAt().toString())
        .build()
        .toString();
  }

  static String write(WithdrawResponse withdrawn) {
    return Json.createObjectBuilder()
        .add("messageId", withdrawn.getMessageId())
        .add("withdrawnAt", withdrawn.getWithdrawnAt().toString())
        .add("handedOut", withdrawn.isHandedOut())
        .build()
        .toString();
  }

  private static String base64(byte[] document) {
    return Base64.getEncoder().encodeToString(document);
  }
}
