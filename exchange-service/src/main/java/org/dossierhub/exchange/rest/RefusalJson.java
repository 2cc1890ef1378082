package org.dossierhub.exchange.rest;

import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Base64;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.protocol.Refusal;
import org.dossierhub.exchange.protocol.WireRefusal;

/**
 * A refusal of the exchange as an answer over REST: the codes of docs/protocol/README.md, the HTTP
 * status that goes with each.
 */
final class RefusalJson {
  private RefusalJson() {}

  static Response answer(Refusal refusal) {
    var json =
        Json.createObjectBuilder()
            .add("code", refusal.getCode())
            .add("reasonVi", refusal.getReasonVi())
            .add("reasonEn", refusal.getReasonEn());
    if (refusal.getMessageId() != null) {
      json.add("messageId", refusal.getMessageId());
    }
    if (refusal.getEvidence() != null) {
      json.add("evidence", Base64.getEncoder().encodeToString(refusal.getEvidence()));
    }
    var answer =
        Response.status(status(refusal.getCode()))
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header("Cache-Control", "no-store");
    if (refusal.getRetryAfterSeconds() != null) {
      json.add("retryAfterSeconds", refusal.getRetryAfterSeconds());
      answer.header("Retry-After", refusal.getRetryAfterSeconds());
    }
    return answer.entity(json.build().toString()).build();
  }

  static int status(String code) {
    for (var reason : WireRefusal.values()) {
      if (reason.code().equals(code)) {
        return switch (reason) {
          case MALFORMED -> 400;
          case NOT_AUTHENTICATED -> 403;
          case UNKNOWN_MESSAGE, UNKNOWN_RESULT, UNKNOWN_PART -> 404;
          case ALREADY_DELIVERED, DELIVERY_ENDED -> 409;
          case NOT_OFFERED, RECEIPT_NOT_GENUINE -> 422;
          case TRY_AGAIN_LATER -> 503;
          case FAULT_OF_THE_HUB -> 500;
        };
      }
    }
    if (code.equals(RejectionReason.LIMIT_EXCEEDED.code())) {
      return 413;
    }
    if (code.equals(RejectionReason.ID_REUSED.code())) {
      return 409;
    }
    if (code.equals(RejectionReason.UNKNOWN_DOSSIER.code())) {
      return 404;
    }
    return code.equals(RejectionReason.CERTIFICATE_REVOKED.code()) ? 403 : 422;
  }
}
