package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.signing.identity.AgencyCode;

/** Gives one part of a message to the agency the message is addressed to. */
@ApplicationScoped
public class HandOverPart {
  private Inbox inbox;
  private Payloads payloads;

  /** For the container's proxy. */
  protected HandOverPart() {}

  @Inject
  public HandOverPart(Inbox inbox, Payloads payloads) {
    this.inbox = inbox;
    this.payloads = payloads;
  }

  public FetchPartResponse answer(Caller caller, FetchPart question) throws RefusalFault {
    var sender = Read.asked(question.getSender(), AgencyCode::new);
    var id = Read.asked(question.getMessageId(), MessageId::new);
    var message =
        inbox
            .find(sender, id)
            .filter(found -> found.manifest().recipient().equals(caller.agency()))
            .orElseThrow(() -> Refusals.of(WireRefusal.UNKNOWN_MESSAGE));
    var part =
        message.manifest().parts().stream()
            .filter(listed -> listed.name().equals(question.getName()))
            .findFirst()
            .orElseThrow(() -> Refusals.of(WireRefusal.UNKNOWN_PART));

    var response = new FetchPartResponse();
    response.setFile(
        Files.file(
            payloads, part.name(), part.mediaType(), new Payload(part.sha256(), part.size())));
    return response;
  }
}
