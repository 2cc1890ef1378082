package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.NotGenuine;
import org.dossierhub.signing.xml.VerifiedXml;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Decides whether a document is the recipient's receipt: signed with a certificate registered for
 * it, naming itself as issuer ({@code urn:dossierhub:receipt:1}). Only then does a delivery count.
 */
@ApplicationScoped
public class AcceptRemoteReceipt {
  private static final String RECEIPT = "urn:dossierhub:receipt:1";

  private Agencies agencies;
  private Clock clock;

  /** For the container's proxy. */
  protected AcceptRemoteReceipt() {}

  @Inject
  public AcceptRemoteReceipt(Agencies agencies, Clock clock) {
    this.agencies = agencies;
    this.clock = clock;
  }

  /** The message and the manifest (SHA-256 of its signed octets) that the receipt is for. */
  public record For(MessageId id, Sha256 manifest) {}

  /**
   * @throws ReceiptNotGenuine anything is wrong with it
   */
  public For accept(AgencyCode recipient, byte[] receipt) throws ReceiptNotGenuine {
    try {
      var verified = VerifiedXml.read(receipt);
      var signer = verified.signer();
      var root = parse(verified.content());
      if (!RECEIPT.equals(root.getNamespaceURI()) || !"receipt".equals(root.getLocalName())) {
        throw new ReceiptNotGenuine("it is no receipt but " + root.getTagName());
      }
      // A receipt given before an orderly change of certificates may arrive after it.
      var given = OffsetDateTime.parse(text(root, "receivedAt").strip()).toInstant();
      agencies
          .certificate(CertificateId.of(signer))
          .filter(known -> known.certificate().equals(signer))
          .filter(
              known -> known.agency().equals(recipient) && known.vouchesFor(given, clock.instant()))
          .filter(known -> known.revokedAt().isEmpty())
          .orElseThrow(
              () ->
                  new ReceiptNotGenuine(
                      "signed by "
                          + CertificateId.of(signer)
                          + ", which is not registered, or revoked, for "
                          + recipient.value()));
      if (!recipient.value().equals(text(root, "issuer"))) {
        throw new ReceiptNotGenuine("issued by " + text(root, "issuer"));
      }
      return new For(
          new MessageId(text(root, "messageId")), new Sha256(text(root, "manifestSha256")));
    } catch (NotGenuine
        | SAXException
        | IOException
        | DateTimeParseException
        | IllegalArgumentException e) {
      throw new ReceiptNotGenuine(e.getMessage(), e);
    }
  }

  private static Element parse(byte[] content) throws SAXException, IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(content))
          .getDocumentElement();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("The XML parser cannot be made safe", e);
    }
  }

  private static String text(Element root, String name) throws ReceiptNotGenuine {
    for (var node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (RECEIPT.equals(node.getNamespaceURI()) && name.equals(node.getLocalName())) {
        return node.getTextContent();
      }
    }
    throw new ReceiptNotGenuine(name + " is missing");
  }
}
