package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * Decides whether a document is the recipient's receipt: signed with a certificate registered for
 * it, naming itself as issuer ({@code urn:dossierhub:receipt:1}), for exactly the message that was
 * sent to it. Only then does a delivery count.
 */
@ApplicationScoped
public class AcceptRemoteReceipt {
  private SignedByAgency signed;

  /** For the container's proxy. */
  protected AcceptRemoteReceipt() {}

  public AcceptRemoteReceipt(Agencies agencies, Clock clock) {
    this(new SignedByAgency(agencies, clock));
  }

  @Inject
  public AcceptRemoteReceipt(SignedByAgency signed) {
    this.signed = signed;
  }

  /**
   * Everything a receipt says about what its issuer has got; two of them are equal when they name
   * the same message, bytes of the manifest and parts included.
   *
   * @param manifest SHA-256 of its signed octets
   */
  public record For(
      MessageId id,
      MessageKind kind,
      AgencyCode sender,
      AgencyCode recipient,
      Sha256 manifest,
      List<Got> parts) {
    public For {
      parts = parts.stream().sorted(Comparator.comparing(Got::name)).toList();
    }

    public static For of(Manifest manifest, Sha256 signed) {
      return new For(
          manifest.id(),
          manifest.kind(),
          manifest.sender(),
          manifest.recipient(),
          signed,
          manifest.parts().stream()
              .map(part -> new Got(part.name(), part.size(), part.sha256()))
              .toList());
    }

    /**
     * @throws ReceiptNotGenuine it is for anything else than exactly this message
     */
    public void needsToBeFor(StoredMessage sent) throws ReceiptNotGenuine {
      var expected = of(sent.manifest(), Sha256.of(sent.signedManifest()));
      if (!id.equals(expected.id)
          || !sender.equals(expected.sender)
          || !manifest.equals(expected.manifest)) {
        throw new ReceiptNotGenuine(
            "it is for message " + id + " of " + sender + " with the manifest " + manifest.hex());
      }
      if (!equals(expected)) {
        throw new ReceiptNotGenuine(
            "it names a "
                + kind
                + " to "
                + recipient
                + " with "
                + parts
                + ", sent was "
                + expected);
      }
    }
  }

  /** A part as the issuer of a receipt has stored it. */
  public record Got(String name, long size, Sha256 sha256) {}

  /**
   * @throws ReceiptNotGenuine anything is wrong with it
   */
  public For accept(AgencyCode recipient, byte[] receipt) throws ReceiptNotGenuine {
    if (receipt == null) {
      throw new ReceiptNotGenuine("there is none");
    }
    try {
      var content = signed.read(recipient, "receipt", "receivedAt", receipt);
      if (!recipient.value().equals(content.text("issuer"))) {
        throw new ReceiptNotGenuine("issued by " + content.text("issuer"));
      }
      var parts = new ArrayList<Got>();
      for (var part : content.all("part")) {
        parts.add(
            new Got(
                part.text("name"),
                Long.parseLong(part.text("size")),
                new Sha256(part.text("sha256"))));
      }
      return new For(
          new MessageId(content.text("messageId")),
          MessageKind.valueOf(content.text("kind")),
          new AgencyCode(content.text("sender")),
          new AgencyCode(content.text("recipient")),
          new Sha256(content.text("manifestSha256")),
          parts);
    } catch (IllegalArgumentException e) {
      throw new ReceiptNotGenuine(e.getMessage(), e);
    }
  }
}
