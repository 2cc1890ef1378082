package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;

/**
 * Queues a stored message for delivery, after everything that is already queued for the same
 * dossier and recipient.
 */
@ApplicationScoped
public class QueueDelivery {
  /** So long a recipient may be away (fault F22). */
  static final Duration GIVE_UP_AFTER = Duration.ofDays(7);

  private final Deliveries deliveries;
  private final Dossiers dossiers;
  private final Outbox outbox;
  private final Clock clock;

  /** For the container's proxy. */
  protected QueueDelivery() {
    this(null, null, null, null);
  }

  @Inject
  public QueueDelivery(Deliveries deliveries, Dossiers dossiers, Outbox outbox, Clock clock) {
    this.deliveries = deliveries;
    this.dossiers = dossiers;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** In the caller's transaction. */
  public void queue(UUID message, Agency recipient, Optional<UUID> dossier) {
    var now = clock.instant();
    var delivery =
        new Delivery(
            UUID.randomUUID(),
            message,
            recipient.code(),
            Delivery.State.WAITING,
            0,
            now,
            now.plus(GIVE_UP_AFTER),
            now,
            Optional.empty());
    // First the dossier, which lets nobody else past: the places in the order are drawn after that.
    dossier.ifPresent(id -> dossiers.delivery(id, DeliveryState.ON_ITS_WAY));
    deliveries.add(delivery);
    // Whoever fetches is not called: there is nothing to do before the delivery expires.
    if (recipient.channel() == Channel.PULL) {
      outbox.addInOrder(
          WorkKind.DELIVER_MESSAGE,
          recipient.code().value(),
          delivery.id().toString(),
          order(message, dossier),
          delivery.expiresAt());
    } else {
      outbox.addInOrder(
          WorkKind.DELIVER_MESSAGE,
          recipient.code().value(),
          delivery.id().toString(),
          order(message, dossier));
    }
  }

  /** What is delivered one after the other: the messages of one dossier. */
  static String order(UUID message, Optional<UUID> dossier) {
    return dossier.orElse(message).toString();
  }
}
