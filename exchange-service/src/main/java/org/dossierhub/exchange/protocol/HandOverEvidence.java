package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.evidence.PackMessage;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/** Answers {@code fetchEvidence}: a message with its proofs, for its sender and its recipient. */
@ApplicationScoped
public class HandOverEvidence {
  private Inbox inbox;
  private Agencies agencies;
  private PackMessage pack;
  private Clock clock;

  /** For the container's proxy. */
  protected HandOverEvidence() {}

  @Inject
  public HandOverEvidence(Inbox inbox, Agencies agencies, PackMessage pack, Clock clock) {
    this.inbox = inbox;
    this.agencies = agencies;
    this.pack = pack;
    this.clock = clock;
  }

  public FetchEvidenceResponse answer(Caller caller, FetchEvidence question) throws RefusalFault {
    var sender =
        question.getSender() == null
            ? caller.agency()
            : Read.asked(question.getSender(), AgencyCode::new);
    var id = Read.asked(question.getMessageId(), MessageId::new);
    var message =
        inbox
            .find(sender, id)
            .filter(
                found ->
                    found.manifest().sender().equals(caller.agency())
                        || agencies.receives(
                            caller.agency(), found.manifest().recipient(), clock.instant()))
            .orElseThrow(() -> Refusals.of(WireRefusal.UNKNOWN_MESSAGE));
    byte[] packed;
    try {
      packed = pack.pack(message);
    } catch (RuntimeException e) {
      throw Refusals.of(e);
    }
    var file = new File();
    file.setName(PackMessage.fileName(message));
    file.setMediaType(PackMessage.MEDIA_TYPE);
    file.setSize(packed.length);
    file.setSha256(Sha256.of(packed).hex());
    file.setContent(Files.content(packed));
    var response = new FetchEvidenceResponse();
    response.setFile(file);
    return response;
  }
}
