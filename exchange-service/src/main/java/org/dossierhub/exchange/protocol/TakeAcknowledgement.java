package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.delivery.AcknowledgeDelivery;
import org.dossierhub.exchange.delivery.DeliveryUnchanged;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;

/** Answers {@code acknowledge}: the recipient's receipt or refusal ends a delivery. */
@ApplicationScoped
public class TakeAcknowledgement {
  private static final int WORDS = 2_000;

  private AcknowledgeDelivery acknowledge;

  /** For the container's proxy. */
  protected TakeAcknowledgement() {}

  @Inject
  public TakeAcknowledgement(AcknowledgeDelivery acknowledge) {
    this.acknowledge = acknowledge;
  }

  public AcknowledgeResponse answer(Caller caller, Acknowledge said) throws RefusalFault {
    try {
      return response(
          said.getReceipt() != null
              ? acknowledge.receipted(caller.agency(), said.getReceipt())
              : refused(caller, said.getRefused()));
    } catch (DeliveryUnchanged | RuntimeException e) {
      throw Refusals.of(e);
    }
  }

  private AcknowledgeDelivery.Ended refused(Caller caller, RefusedMessage refused)
      throws RefusalFault, DeliveryUnchanged {
    if (refused == null
        || refused.getCode() == null
        || !refused.getCode().matches("[A-Z][A-Z_]{2,39}")) {
      throw Refusals.of(WireRefusal.MALFORMED, "neither receipt nor refusal");
    }
    var words = refused.getReason() == null ? "" : refused.getReason();
    return acknowledge.refused(
        caller.agency(),
        Read.asked(refused.getSender(), AgencyCode::new),
        Read.asked(refused.getMessageId(), MessageId::new),
        refused.getCode(),
        words.substring(0, Math.min(WORDS, words.length())));
  }

  private static AcknowledgeResponse response(AcknowledgeDelivery.Ended ended) {
    var response = new AcknowledgeResponse();
    response.setSender(ended.message().manifest().sender().value());
    response.setMessageId(ended.message().manifest().id().value());
    response.setEnd(DeliveryEnd.valueOf(ended.delivery().state().name()));
    response.setAt(ended.delivery().changedAt());
    return response;
  }
}
