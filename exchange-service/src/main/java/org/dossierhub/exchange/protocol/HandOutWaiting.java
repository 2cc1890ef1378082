package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.delivery.HandOutMessages;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;

/** Answers {@code fetch}: hands an agency what waits for it, when it is registered to fetch. */
@ApplicationScoped
public class HandOutWaiting {
  /** Bytes of all parts of an answer together that lie inline. */
  static final long INLINE_AT_MOST = 1 << 20;

  private static final int MESSAGES = 10;
  private static final int LEASE_SECONDS = 300;

  private HandOutMessages handOut;
  private Agencies agencies;
  private Payloads payloads;

  /** For the container's proxy. */
  protected HandOutWaiting() {}

  @Inject
  public HandOutWaiting(HandOutMessages handOut, Agencies agencies, Payloads payloads) {
    this.handOut = handOut;
    this.agencies = agencies;
    this.payloads = payloads;
  }

  public FetchResponse answer(Caller caller, Fetch question) throws RefusalFault {
    if (agencies
        .byCode(caller.agency())
        .filter(agency -> agency.channel() == Channel.PULL)
        .isEmpty()) {
      throw Refusals.of(
          WireRefusal.NOT_OFFERED, caller.agency().value() + " is not registered to fetch");
    }
    var batch =
        handOut.handOut(
            caller.agency(),
            Read.asked(question.getBatch(), MessageId::new),
            Read.within(question.getAtMost(), MESSAGES, 1, 100),
            Duration.ofSeconds(Read.within(question.getLeaseSeconds(), LEASE_SECONDS, 10, 3600)));
    var response = new FetchResponse();
    long inline = 0;
    for (var given : batch.given()) {
      long size = given.message().manifest().parts().stream().mapToLong(ManifestPart::size).sum();
      boolean fits = inline + size <= INLINE_AT_MOST;
      inline += fits ? size : 0;
      response.getMessage().add(waiting(given, fits));
    }
    for (var back : batch.withdrawn()) {
      var withdrawn = new WithdrawnMessage();
      withdrawn.setSender(back.sender().value());
      withdrawn.setMessageId(back.id().value());
      withdrawn.setWithdrawal(back.withdrawal());
      response.getWithdrawn().add(withdrawn);
    }
    response.setWaiting(batch.waiting());
    return response;
  }

  private WaitingMessage waiting(HandOutMessages.Given given, boolean withContent) {
    var manifest = given.message().manifest();
    var waiting = new WaitingMessage();
    waiting.setSender(manifest.sender().value());
    waiting.setMessageId(manifest.id().value());
    waiting.setManifest(given.message().signedManifest());
    for (var listed : manifest.parts()) {
      var part = new Part();
      part.setName(listed.name());
      part.setMediaType(listed.mediaType());
      if (withContent) {
        part.setContent(Files.content(payloads, new Payload(listed.sha256(), listed.size())));
      }
      waiting.getPart().add(part);
    }
    waiting.setLeasedUntil(given.leasedUntil());
    return waiting;
  }
}
