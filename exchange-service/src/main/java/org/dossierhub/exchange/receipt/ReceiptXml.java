package org.dossierhub.exchange.receipt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * Receipts and refusals as XML ({@code urn:dossierhub:receipt:1}, docs/protocol/receipt.xsd),
 * before they are signed.
 */
final class ReceiptXml {
  private static final String NAMESPACE = "urn:dossierhub:receipt:1";

  private ReceiptXml() {}

  static byte[] receipt(
      Manifest manifest,
      Optional<DossierCode> dossier,
      Sha256 manifestDigest,
      Instant receivedAt,
      AgencyCode issuer) {
    return document(
        "receipt",
        xml -> {
          text(xml, "messageId", manifest.id().value());
          text(xml, "kind", manifest.kind().name());
          text(xml, "sender", manifest.sender().value());
          text(xml, "recipient", manifest.recipient().value());
          if (dossier.isPresent()) {
            text(xml, "dossierCode", dossier.get().value());
          }
          text(xml, "manifestSha256", manifestDigest.hex());
          for (var part : manifest.parts()) {
            xml.writeStartElement(NAMESPACE, "part");
            text(xml, "name", part.name());
            text(xml, "size", Long.toString(part.size()));
            text(xml, "sha256", part.sha256().hex());
            xml.writeEndElement();
          }
          text(xml, "receivedAt", receivedAt.toString());
          text(xml, "issuer", issuer.value());
        });
  }

  static byte[] refusal(
      MessageId id,
      AgencyCode sender,
      Sha256 manifestDigest,
      Refusal refusal,
      Instant at,
      AgencyCode issuer) {
    return document(
        "refusal",
        xml -> {
          text(xml, "messageId", id.value());
          text(xml, "sender", sender.value());
          text(xml, "manifestSha256", manifestDigest.hex());
          text(xml, "code", refusal.code());
          text(xml, "reasonVi", refusal.vietnamese());
          text(xml, "reasonEn", refusal.english());
          text(xml, "detail", refusal.detail());
          text(xml, "refusedAt", at.toString());
          text(xml, "issuer", issuer.value());
        });
  }

  private interface Content {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  private static byte[] document(String root, Content content) {
    var out = new ByteArrayOutputStream();
    try {
      var xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("r", root, NAMESPACE);
      xml.writeNamespace("r", NAMESPACE);
      content.write(xml);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Writing to memory cannot fail", e);
    }
    return out.toByteArray();
  }

  private static void text(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(NAMESPACE, name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
