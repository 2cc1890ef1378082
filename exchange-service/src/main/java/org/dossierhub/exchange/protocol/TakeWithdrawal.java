package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.delivery.DeliveryUnchanged;
import org.dossierhub.exchange.delivery.WithdrawMessage;
import org.dossierhub.exchange.message.Inbox;

/** Answers {@code withdraw}: a sender takes a message back as long as it is not delivered. */
@ApplicationScoped
public class TakeWithdrawal {
  private WithdrawMessage withdraw;
  private Inbox inbox;

  /** For the container's proxy. */
  protected TakeWithdrawal() {}

  @Inject
  public TakeWithdrawal(WithdrawMessage withdraw, Inbox inbox) {
    this.withdraw = withdraw;
    this.inbox = inbox;
  }

  public WithdrawResponse answer(Caller caller, Withdraw question) throws RefusalFault {
    if (question.getWithdrawal() == null) {
      throw Refusals.of(WireRefusal.MALFORMED, "withdrawal is missing");
    }
    try {
      var delivery = withdraw.withdraw(caller.agency(), question.getWithdrawal());
      var message = inbox.byReference(delivery.message()).orElseThrow();
      var response = new WithdrawResponse();
      response.setMessageId(message.manifest().id().value());
      response.setWithdrawnAt(delivery.changedAt());
      response.setHandedOut(delivery.handedOut());
      return response;
    } catch (DeliveryUnchanged | RuntimeException e) {
      throw Refusals.of(e);
    }
  }
}
