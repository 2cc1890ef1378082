package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.work.Transactions;

/** Writes how a delivery ended, once: state, proof and audit in one transaction. */
@ApplicationScoped
class EndDelivery {
  private final Deliveries deliveries;
  private final Dossiers dossiers;
  private final EvidenceLog evidence;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected EndDelivery() {
    this(null, null, null, null, null, null);
  }

  @Inject
  EndDelivery(
      Deliveries deliveries,
      Dossiers dossiers,
      EvidenceLog evidence,
      AuditLog audit,
      Transactions transactions,
      Clock clock) {
    this.deliveries = deliveries;
    this.dossiers = dossiers;
    this.evidence = evidence;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  void delivered(Delivery delivery, StoredMessage message, byte[] receipt) {
    end(
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

  void refused(Delivery delivery, StoredMessage message, DeliveryRefused refusal) {
    end(
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

  void expired(Delivery delivery, StoredMessage message, byte[] statement) {
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
  }

  private record End(
      Delivery.State state,
      DeliveryState ofDossier,
      Evidence.Kind proof,
      String action,
      Optional<String> why,
      byte[] document) {}

  private void end(Delivery delivery, StoredMessage message, End end) {
    var now = clock.instant();
    transactions.inOne(
        () -> {
          if (!deliveries.end(delivery.id(), end.state(), now, end.why())) {
            return;
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
        });
  }
}
