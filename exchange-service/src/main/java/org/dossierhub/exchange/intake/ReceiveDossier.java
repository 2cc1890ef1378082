package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import org.dossierhub.exchange.message.IncomingMessage;
import org.dossierhub.exchange.receipt.Receipt;

/** What happens when a message arrives, up to the receipt. */
@ApplicationScoped
public class ReceiveDossier {

  public Receipt receive(IncomingMessage message) throws DossierRejected {
    throw new DossierRejected(RejectionReason.UNKNOWN_SENDER, "not built yet " + message.channel());
  }
}
