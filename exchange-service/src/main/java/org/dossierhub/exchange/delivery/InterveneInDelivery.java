package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.WaitingWork;

/**
 * A person sets a delivery aside, or has it sent again, with a reason; both are shown before they
 * are done. The message keeps its id and its bytes: a recipient that has it already answers with
 * its first receipt. What has ended (delivered, refused, expired) is not sent again: its evidence
 * was given, and a new message is the sender's to make.
 */
@ApplicationScoped
public class InterveneInDelivery {
  /** So long a delivery that is sent again has at least, whatever was left of its time. */
  static final Duration GRACE = Duration.ofDays(1);

  private final Deliveries deliveries;
  private final Inbox inbox;
  private final Agencies agencies;
  private final Outbox outbox;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected InterveneInDelivery() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public InterveneInDelivery(
      Deliveries deliveries,
      Inbox inbox,
      Agencies agencies,
      Outbox outbox,
      AuditLog audit,
      Transactions transactions,
      Clock clock) {
    this.deliveries = deliveries;
    this.inbox = inbox;
    this.agencies = agencies;
    this.outbox = outbox;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * What an intervention would do.
   *
   * @param recipient who would get it now, which may be a successor; absent when nobody does
   */
  public record Preview(
      Delivery delivery, WaitingWork work, Optional<Agency> recipient, Instant expiresAt) {}

  /** Empty when the delivery has ended. */
  public Optional<Preview> preview(UUID id) {
    return deliveries
        .byId(id)
        .filter(delivery -> !delivery.state().isFinal())
        .flatMap(
            delivery ->
                outbox.about(id.toString()).stream()
                    .findFirst()
                    .map(
                        work ->
                            new Preview(
                                delivery,
                                work,
                                agencies.receivingFor(delivery.recipient(), clock.instant()),
                                later(delivery.expiresAt(), clock.instant().plus(GRACE)))));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** False when there is nothing that could be sent again. */
  public boolean sendAgain(UUID id, String reason, String actor) {
    var found = preview(id);
    if (found.isEmpty()) {
      return false;
    }
    var work = found.get().work();
    return transactions.inOne(
        () -> {
          boolean moved = work.setAside() ? outbox.bringBack(work.id()) : outbox.hurry(work.id());
          if (moved && deliveries.prolong(id, clock.instant().plus(GRACE))) {
            write("DELIVERY_REPLAYED", found.get().delivery(), reason, actor);
          }
          return moved;
        });
  }

  /** False when it has ended, or was set aside before. */
  public boolean setAside(UUID id, String reason, String actor) {
    var found = preview(id);
    return found.isPresent()
        && transactions.inOne(
            () -> {
              boolean moved = outbox.setAside(found.get().work().id(), reason);
              if (moved) {
                write("DELIVERY_SET_ASIDE", found.get().delivery(), reason, actor);
              }
              return moved;
            });
  }

  private void write(String action, Delivery delivery, String reason, String actor) {
    var manifest = inbox.byReference(delivery.message()).orElseThrow().manifest();
    audit.add(
        new AuditEntry(
            clock.instant(),
            actor,
            action,
            manifest.id().value(),
            Optional.of(manifest.sender()),
            "to " + delivery.recipient() + ": " + reason));
  }
}
