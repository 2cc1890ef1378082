package org.dossierhub.exchange.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;

/** All deliveries, finished ones included. */
public interface Deliveries {

  /** In the caller's transaction. */
  void add(Delivery delivery);

  Optional<Delivery> byId(UUID id);

  List<Delivery> ofMessage(UUID message);

  /**
   * The delivery of a message to this recipient by the message's own id, for answers that come
   * separately.
   */
  Optional<Delivery> toRecipient(AgencyCode recipient, MessageId message);

  /** An attempt begins: SENDING, one attempt more. */
  void sending(UUID id, Instant at);

  /** False when the delivery had ended before. */
  boolean end(UUID id, Delivery.State state, Instant at, Optional<String> why);

  /** Why the last attempt came to nothing. */
  void note(UUID id, String why);

  /** Not yet ended, the oldest first. */
  List<Delivery> unfinished(int atMost);
}
