package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * Decides whether a document is the recipient's receipt: signed with a certificate registered for
 * it, naming itself as issuer ({@code urn:dossierhub:receipt:1}). Only then does a delivery count.
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

  /** The message and the manifest (SHA-256 of its signed octets) that the receipt is for. */
  public record For(AgencyCode sender, MessageId id, Sha256 manifest) {}

  /**
   * @throws ReceiptNotGenuine anything is wrong with it
   */
  public For accept(AgencyCode recipient, byte[] receipt) throws ReceiptNotGenuine {
    try {
      var content = signed.read(recipient, "receipt", "receivedAt", receipt);
      if (!recipient.value().equals(content.text("issuer"))) {
        throw new ReceiptNotGenuine("issued by " + content.text("issuer"));
      }
      return new For(
          new AgencyCode(content.text("sender")),
          new MessageId(content.text("messageId")),
          new Sha256(content.text("manifestSha256")));
    } catch (IllegalArgumentException e) {
      throw new ReceiptNotGenuine(e.getMessage(), e);
    }
  }
}
