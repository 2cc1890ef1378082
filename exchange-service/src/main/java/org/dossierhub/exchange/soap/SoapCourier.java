package org.dossierhub.exchange.soap;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.delivery.Courier;
import org.dossierhub.exchange.delivery.DeliveryRefused;
import org.dossierhub.exchange.delivery.HandOvers;
import org.dossierhub.exchange.delivery.OutgoingMessage;
import org.dossierhub.exchange.delivery.OutgoingPart;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.protocol.Exchange;
import org.dossierhub.exchange.protocol.Part;
import org.dossierhub.exchange.protocol.Receipt;
import org.dossierhub.exchange.protocol.Refusal;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.Submit;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.protocol.Withdraw;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.Sha256;

/**
 * Pushes a message to an agency that offers the contract itself. After an attempt whose answer was
 * lost it asks for the receipt first, and sends again only when the agency has none.
 */
@ApplicationScoped
public class SoapCourier implements Courier {
  private AgencyEndpoints endpoints;
  private HandOvers handOvers;
  private Clock clock;

  /** For the container's proxy. */
  protected SoapCourier() {}

  @Inject
  SoapCourier(AgencyEndpoints endpoints, HandOvers handOvers, Clock clock) {
    this.endpoints = endpoints;
    this.handOvers = handOvers;
    this.clock = clock;
  }

  @Override
  public Channel channel() {
    return Channel.SOAP;
  }

  @Override
  public byte[] deliver(OutgoingMessage message) throws DeliveryRefused {
    var recipient = message.recipient().code();
    var manifest = Sha256.of(message.manifest());
    var agency = endpoints.of(message.recipient());
    var earlier = handOvers.attempt(recipient, message.id(), manifest, clock.instant());
    try {
      var receipt = earlier.isPresent() ? lostReceipt(agency, message).orElse(null) : null;
      return receipt != null ? receipt : agency.submit(submit(message)).getReceipt();
    } catch (RefusalFault refused) {
      throw outcome(message, refused.getFaultInfo());
    } catch (WebServiceException e) {
      throw new TryAgainLater(
          recipient.value() + " did not answer to " + message.id() + ": " + rootCause(e), e);
    }
  }

  /** So long a push that was on its way may still arrive. */
  private static final Duration MAY_STILL_ARRIVE = Duration.ofMinutes(10);

  @Override
  public void tellWithdrawal(Agency recipient, byte[] withdrawal, Instant since) {
    var told = new Withdraw();
    told.setWithdrawal(withdrawal);
    try {
      endpoints.of(recipient).withdraw(told);
    } catch (RefusalFault refused) {
      var refusal = refused.getFaultInfo();
      boolean unknownYet =
          refusal != null
              && refusal.getCode().equals(WireRefusal.UNKNOWN_MESSAGE.code())
              && clock.instant().isBefore(since.plus(MAY_STILL_ARRIVE));
      if (refusal == null || unknownYet || Refusals.isToBeRepeated(refusal)) {
        throw new TryAgainLater(recipient.code().value() + " has not taken the withdrawal yet");
      }
      // Any other refusal is the agency's last word: it does not want to know.
    } catch (WebServiceException e) {
      throw new TryAgainLater(recipient.code().value() + " did not answer: " + rootCause(e), e);
    }
  }

  private static Optional<byte[]> lostReceipt(Exchange agency, OutgoingMessage message)
      throws RefusalFault {
    try {
      var question = new Receipt();
      question.setSender(message.sender().value());
      question.setMessageId(message.id().value());
      return Optional.ofNullable(agency.receipt(question).getReceipt());
    } catch (RefusalFault refused) {
      var code = refused.getFaultInfo() == null ? "" : refused.getFaultInfo().getCode();
      if (code.equals(WireRefusal.UNKNOWN_MESSAGE.code())
          || code.equals(WireRefusal.NOT_OFFERED.code())) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static DeliveryRefused outcome(OutgoingMessage message, Refusal refusal) {
    // A call that lay still on its way has an old time-stamp, and a new certificate of the hub may
    // not be known there yet: neither says anything about the message.
    if (refusal == null
        || Refusals.isToBeRepeated(refusal)
        || refusal.getCode().equals(WireRefusal.NOT_AUTHENTICATED.code())) {
      throw new TryAgainLater(
          message.recipient().code().value()
              + " puts "
              + message.id()
              + " off: "
              + (refusal == null ? "fault without a refusal" : refusal.getReasonEn()));
    }
    return new DeliveryRefused(
        refusal.getCode(), refusal.getReasonVi() + " / " + refusal.getReasonEn());
  }

  private static Submit submit(OutgoingMessage message) {
    var submit = new Submit();
    submit.setManifest(message.manifest());
    for (var outgoing : message.parts()) {
      var part = new Part();
      part.setName(outgoing.name());
      part.setMediaType(outgoing.mediaType());
      part.setContent(new DataHandler(new Stored(outgoing)));
      submit.getPart().add(part);
    }
    return submit;
  }

  private static String rootCause(Throwable e) {
    var cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName() + " " + cause.getMessage();
  }

  private record Stored(OutgoingPart part) implements DataSource {

    @Override
    public InputStream getInputStream() throws IOException {
      return part.content().open();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      throw new IOException("An outgoing part is not written to");
    }

    @Override
    public String getContentType() {
      return "application/octet-stream";
    }

    @Override
    public String getName() {
      return null;
    }
  }
}
