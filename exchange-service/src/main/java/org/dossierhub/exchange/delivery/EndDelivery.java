package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.WorkKind;

/**
 * Writes how a delivery ended, once: state, proof and audit in one transaction. Every ending says
 * whether it was this one; the first one stays.
 */
@ApplicationScoped
public class EndDelivery {
  private static final int MOST_NAMED = 10;

  private final Deliveries deliveries;
  private final Dossiers dossiers;
  private final EvidenceLog evidence;
  private final AuditLog audit;
  private final Outbox outbox;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected EndDelivery() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public EndDelivery(
      Deliveries deliveries,
      Dossiers dossiers,
      EvidenceLog evidence,
      AuditLog audit,
      Outbox outbox,
      Transactions transactions,
      Clock clock) {
    this.deliveries = deliveries;
    this.dossiers = dossiers;
    this.evidence = evidence;
    this.audit = audit;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  boolean delivered(Delivery delivery, StoredMessage message, byte[] receipt) {
    return end(
        delivery,
        message,
        new End(
            Delivery.State.DELIVERED,
            DeliveryState.DELIVERED,
            Evidence.Kind.DELIVERED,
            "MESSAGE_DELIVERED",
            Optional.empty(),
            receipt));
  }

  boolean refused(Delivery delivery, StoredMessage message, DeliveryRefused refusal) {
    return end(
        delivery,
        message,
        new End(
            Delivery.State.REFUSED,
            DeliveryState.REFUSED,
            Evidence.Kind.DELIVERY_REFUSED,
            "DELIVERY_REFUSED",
            Optional.of(refusal.getMessage()),
            refusal.getMessage().getBytes(StandardCharsets.UTF_8)));
  }

  /** With what tells the sender, when somebody has to be told. */
  boolean expired(
      Delivery delivery, StoredMessage message, byte[] statement, Optional<Runnable> telling) {
    return transactions.inOne(
        () -> {
          boolean first =
              end(
                  delivery,
                  message,
                  new End(
                      Delivery.State.EXPIRED,
                      DeliveryState.NOT_DELIVERED,
                      Evidence.Kind.NOT_DELIVERED,
                      "DELIVERY_GIVEN_UP",
                      delivery.why().or(() -> Optional.of("no attempt succeeded")),
                      statement));
          if (first) {
            telling.ifPresent(Runnable::run);
          }
          return first;
        });
  }

  /** A receipt that came after the delivery had ended otherwise; the first of them is kept. */
  void late(Delivery delivery, byte[] receipt) {
    transactions.inOne(
        () ->
            evidence.addUnlessThere(
                new Evidence(
                    delivery.message(),
                    Evidence.Kind.LATE_RECEIPT,
                    clock.instant(),
                    "by " + delivery.recipient() + ", after the delivery had ended",
                    receipt),
                Set.of(Evidence.Kind.DELIVERED, Evidence.Kind.LATE_RECEIPT)));
  }

  /** The order of a dossier is kept, or it is written down where it was not (F16). */
  private void noteOrder(Delivery delivery, StoredMessage message, Instant now) {
    var place = deliveries.placeOf(delivery);
    var missing = place.undeliveredBefore();
    if (!missing.isEmpty()) {
      note("DELIVERED_PAST_A_GAP", message, now, missing.size() + " earlier: ", missing);
    }
    var overtaken = place.deliveredAfter();
    if (!overtaken.isEmpty()) {
      note("DELIVERED_OUT_OF_ORDER", message, now, overtaken.size() + " later: ", overtaken);
    }
  }

  private void note(
      String action, StoredMessage message, Instant now, String words, List<Delivery> others) {
    var named =
        others.stream()
            .limit(MOST_NAMED)
            .map(other -> other.message() + " " + other.state())
            .collect(Collectors.joining(", "));
    audit.add(
        new AuditEntry(
            now,
            "hub",
            action,
            message.manifest().id().value(),
            Optional.of(message.manifest().sender()),
            words + named));
  }

  private record End(
      Delivery.State state,
      DeliveryState ofDossier,
      Evidence.Kind proof,
      String action,
      Optional<String> why,
      byte[] document) {}

  private boolean end(Delivery delivery, StoredMessage message, End end) {
    var now = clock.instant();
    return transactions.inOne(
        () -> {
          if (!deliveries.end(delivery.id(), end.state(), now, end.why())) {
            return false;
          }
          var detail =
              message.manifest().kind()
                  + " to "
                  + delivery.recipient()
                  + end.why().map(why -> ": " + why).orElse("");
          evidence.add(new Evidence(message.reference(), end.proof(), now, detail, end.document()));
          audit.add(
              new AuditEntry(
                  now,
                  "hub",
                  end.action(),
                  message.manifest().id().value(),
                  Optional.of(message.manifest().sender()),
                  detail));
          message.dossier().ifPresent(dossier -> dossiers.delivery(dossier, end.ofDossier()));
          if (end.state() == Delivery.State.DELIVERED) {
            noteOrder(delivery, message, now);
          }
          // Nothing is left to do, whoever brought the end.
          outbox.drop(
              WorkKind.DELIVER_MESSAGE,
              delivery.recipient().value(),
              delivery.id().toString(),
              QueueDelivery.order(message.reference(), message.dossier()));
          return true;
        });
  }
}
