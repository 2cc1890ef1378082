package org.dossierhub.exchange.delivery;

import java.time.Duration;
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

  /** An attempt begins: SENDING, one attempt more; false when the delivery has ended. */
  boolean sending(UUID id, Instant at);

  /**
   * Hands out what waits for these recipients, one agency that fetches and those it has taken over
   * from; the oldest first: SENDING, one attempt more, leased to this batch. The same batch, asked
   * again before its lease ends, is given the same messages and none besides. Nothing is handed out
   * while something older of the same dossier is leased to another batch. In the caller's
   * transaction; the lease is measured by the database's clock.
   */
  List<HandedOut> handOut(
      List<AgencyCode> recipients, MessageId batch, int atMost, Duration lease, Instant at);

  /** How many messages wait for these recipients and are leased to nobody. */
  int waiting(List<AgencyCode> recipients);

  /** Takes the message back, with the sender's document; false when the delivery had ended. */
  boolean withdraw(UUID id, Instant at, byte[] withdrawal);

  /** The sender's document, of a delivery that was withdrawn. */
  Optional<byte[]> withdrawal(UUID id);

  /** Handed out to these recipients and withdrawn since, the newest first. */
  List<Withdrawn> withdrawn(List<AgencyCode> recipients, Instant since, int atMost);

  /** A message in the hands of somebody who fetches; {@code firstTime} when never before. */
  record HandedOut(UUID delivery, UUID message, Instant leasedUntil, boolean firstTime) {}

  /** A message its recipient may have and its sender took back. */
  record Withdrawn(AgencyCode sender, MessageId id, byte[] withdrawal) {}

  /** False when the delivery had ended before. */
  boolean end(UUID id, Delivery.State state, Instant at, Optional<String> why);

  /** Why the last attempt came to nothing. */
  void note(UUID id, String why);

  /**
   * Where a delivery stands among those of the same dossier to the same recipient.
   *
   * @param undeliveredBefore earlier ones that the recipient never got, or has not got yet, in
   *     their order: after this one is delivered, they are a gap
   * @param deliveredAfter later ones that it has got already
   */
  record Place(List<Delivery> undeliveredBefore, List<Delivery> deliveredAfter) {}

  Place placeOf(Delivery delivery);

  /** Gives it until then, if it had less; false when it has ended. */
  boolean prolong(UUID id, Instant until);

  /** Not yet ended, to these recipients, of messages with this id, whoever sent them. */
  List<Delivery> open(List<AgencyCode> recipients, MessageId id);

  /** Not yet ended, the oldest first. */
  List<Delivery> unfinished(int atMost);
}
