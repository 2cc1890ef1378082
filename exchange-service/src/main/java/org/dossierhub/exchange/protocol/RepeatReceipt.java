package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.StoredMessage;

/** Gives the sender of a message its receipt again, byte for byte. */
@ApplicationScoped
public class RepeatReceipt {
  private Inbox inbox;

  /** For the container's proxy. */
  protected RepeatReceipt() {}

  @Inject
  public RepeatReceipt(Inbox inbox) {
    this.inbox = inbox;
  }

  public ReceiptResponse answer(Caller caller, Receipt question) throws RefusalFault {
    var sender = question.getSender();
    if (sender != null && !sender.equals(caller.agency().value())) {
      throw Refusals.of(WireRefusal.UNKNOWN_MESSAGE);
    }
    var id = Read.asked(question.getMessageId(), MessageId::new);
    var receipt =
        inbox
            .find(caller.agency(), id)
            .flatMap(StoredMessage::receipt)
            .orElseThrow(() -> Refusals.of(WireRefusal.UNKNOWN_MESSAGE));
    var response = new ReceiptResponse();
    response.setReceipt(receipt);
    return response;
  }
}
