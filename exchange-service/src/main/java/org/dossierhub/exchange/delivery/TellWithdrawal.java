package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.UUID;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;

/**
 * Tells an agency that takes pushes that a message it may have was taken back by its sender. An
 * agency that fetches is told with its next question, by {@link HandOutMessages}.
 */
@ApplicationScoped
public class TellWithdrawal implements Worker {
  private final Deliveries deliveries;
  private final Agencies agencies;
  private final Iterable<Courier> couriers;

  /** For the container's proxy. */
  protected TellWithdrawal() {
    this(null, null, (Iterable<Courier>) null);
  }

  @Inject
  TellWithdrawal(Deliveries deliveries, Agencies agencies, @Any Instance<Courier> couriers) {
    this(deliveries, agencies, (Iterable<Courier>) couriers);
  }

  TellWithdrawal(Deliveries deliveries, Agencies agencies, Iterable<Courier> couriers) {
    this.deliveries = deliveries;
    this.agencies = agencies;
    this.couriers = couriers;
  }

  @Override
  public WorkKind kind() {
    return WorkKind.TELL_WITHDRAWAL;
  }

  @Override
  public void perform(Work work) {
    var id = UUID.fromString(work.subject());
    var delivery = deliveries.byId(id).orElseThrow();
    var recipient = agencies.byCode(delivery.recipient()).orElseThrow();
    for (var courier : couriers) {
      if (courier.channel() == recipient.channel()) {
        courier.tellWithdrawal(
            recipient, deliveries.withdrawal(id).orElseThrow(), delivery.changedAt());
      }
    }
  }
}
