package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Gives one part of a message to the agency the message is addressed to, or to the one that took
 * over from it.
 */
@ApplicationScoped
public class HandOverPart {
  private Inbox inbox;
  private Payloads payloads;
  private Agencies agencies;
  private Clock clock;

  /** For the container's proxy. */
  protected HandOverPart() {}

  @Inject
  public HandOverPart(Inbox inbox, Payloads payloads, Agencies agencies, Clock clock) {
    this.inbox = inbox;
    this.payloads = payloads;
    this.agencies = agencies;
    this.clock = clock;
  }

  public FetchPartResponse answer(Caller caller, FetchPart question) throws RefusalFault {
    var sender = Read.asked(question.getSender(), AgencyCode::new);
    var id = Read.asked(question.getMessageId(), MessageId::new);
    var message =
        inbox
            .find(sender, id)
            .filter(
                found ->
                    agencies.receives(
                        caller.agency(), found.manifest().recipient(), clock.instant()))
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
