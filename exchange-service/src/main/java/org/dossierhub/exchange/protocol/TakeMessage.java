package org.dossierhub.exchange.protocol;

import jakarta.activation.DataHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import org.dossierhub.exchange.intake.DossierRejected;
import org.dossierhub.exchange.intake.ReceiveDossier;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.IncomingMessage;
import org.dossierhub.exchange.message.IncomingPart;
import org.dossierhub.exchange.message.PartSource;

/** Takes a {@code submit} into the hub; the parts stay streams until the payload store has them. */
@ApplicationScoped
public class TakeMessage {
  /** Bytes. */
  public static final int MANIFEST_AT_MOST = 1 << 20;

  private ReceiveDossier receive;

  /** For the container's proxy. */
  protected TakeMessage() {}

  @Inject
  public TakeMessage(ReceiveDossier receive) {
    this.receive = receive;
  }

  public SubmitResponse take(Caller caller, Submit submit) throws RefusalFault {
    var response = new SubmitResponse();
    response.setReceipt(
        take(caller, submit.getManifest(), new ArrivingParts(submit.getPart().iterator())));
    return response;
  }

  /**
   * The same for parts that come some other way.
   *
   * @return the signed receipt
   */
  public byte[] take(Caller caller, byte[] manifest, PartSource parts) throws RefusalFault {
    if (manifest == null) {
      throw Refusals.of(WireRefusal.MALFORMED, "manifest is missing");
    }
    if (manifest.length > MANIFEST_AT_MOST) {
      throw Refusals.of(
          RejectionReason.LIMIT_EXCEEDED, "manifest larger than " + MANIFEST_AT_MOST + " bytes");
    }
    try {
      return receive.receive(incoming(caller, manifest, parts)).document();
    } catch (DossierRejected | RuntimeException e) {
      throw Refusals.of(e);
    }
  }

  private static IncomingMessage incoming(Caller caller, byte[] manifest, PartSource parts) {
    return new IncomingMessage(
        caller.channel(),
        caller.certificate(),
        caller.certificate().isPresent() ? Optional.empty() : Optional.of(caller.agency()),
        manifest,
        parts);
  }

  /** Opens each part only when the one before it was read, because it may still be on the line. */
  private record ArrivingParts(Iterator<Part> rest) implements PartSource {

    @Override
    public Optional<IncomingPart> next() throws IOException {
      while (rest.hasNext()) {
        var part = rest.next();
        DataHandler content = part.getContent();
        if (part.getName() != null && content != null) {
          return Optional.of(new IncomingPart(part.getName(), content.getInputStream()));
        }
        // A part without a name or without bytes is no part: the manifest then has one too many.
      }
      return Optional.empty();
    }
  }
}
