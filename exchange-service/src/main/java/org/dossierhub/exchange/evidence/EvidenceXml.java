package org.dossierhub.exchange.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dossierhub.exchange.audit.EvidenceObjects.Link;
import org.dossierhub.exchange.audit.EvidenceObjects.Unsigned;
import org.dossierhub.exchange.audit.HandOverEvent;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * An evidence object as XML ({@code urn:dossierhub:evidence:1}, docs/protocol/evidence.xsd), before
 * it is signed.
 */
final class EvidenceXml {
  private static final String NAMESPACE = "urn:dossierhub:evidence:1";

  private EvidenceXml() {}

  static byte[] write(
      Unsigned entry, HandOverEvent event, int position, Optional<Link> before, AgencyCode issuer) {
    var message = entry.message();
    var evidence = entry.evidence();
    var out = new ByteArrayOutputStream();
    try {
      var xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("e", "evidence", NAMESPACE);
      xml.writeNamespace("e", NAMESPACE);
      text(xml, "event", event.name());
      if (event.etsi().isPresent()) {
        text(xml, "etsiEvent", event.etsi().get());
      }
      text(xml, "position", Integer.toString(position));
      if (before.isPresent()) {
        text(xml, "previousSha256", before.get().digest().hex());
      }
      text(xml, "messageId", message.id().value());
      text(xml, "sender", message.sender().value());
      text(xml, "recipient", message.recipient().value());
      text(xml, "manifestSha256", message.manifest().hex());
      text(xml, "at", evidence.at().toString());
      text(xml, "detail", evidence.detail());
      if (evidence.document().length > 0) {
        text(xml, "documentSha256", Sha256.of(evidence.document()).hex());
      }
      text(xml, "issuer", issuer.value());
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
    xml.writeCharacters(text.replaceAll("[\\p{Cc}&&[^\\n\\t]]", " "));
    xml.writeEndElement();
  }
}
