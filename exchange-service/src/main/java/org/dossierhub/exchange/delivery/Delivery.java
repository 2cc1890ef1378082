package org.dossierhub.exchange.delivery;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * One message on its way to one recipient; after {@code expiresAt} the hub gives up and says so in
 * a signed document.
 */
public record Delivery(
    UUID id,
    UUID message,
    AgencyCode recipient,
    State state,
    int attempts,
    Instant addedAt,
    Instant expiresAt,
    Instant changedAt,
    Optional<String> why) {

  /** Whether the recipient may have seen the message. */
  public boolean handedOut() {
    return attempts > 0;
  }

  /** SENDING stands before the first byte leaves and until an answer is certain. */
  public enum State {
    WAITING("Chờ gửi"),
    SENDING("Đang gửi"),
    DELIVERED("Đã giao"),
    REFUSED("Bên nhận từ chối"),
    EXPIRED("Quá hạn gửi"),
    WITHDRAWN("Bên gửi đã thu hồi");

    private final String vietnamese;

    State(String vietnamese) {
      this.vietnamese = vietnamese;
    }

    public String vietnamese() {
      return vietnamese;
    }

    public boolean isFinal() {
      return this != WAITING && this != SENDING;
    }
  }
}
