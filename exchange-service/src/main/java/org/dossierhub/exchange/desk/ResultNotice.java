package org.dossierhub.exchange.desk;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.dossierhub.exchange.result.Result;

/**
 * What a recipient's system reads about a result, as {@code docs/protocol/result-notice.xsd}
 * describes it: part {@code ket-qua.xml} of every RESULT message.
 */
final class ResultNotice {
  static final String PART = "ket-qua.xml";
  static final String MEDIA_TYPE = "application/xml";
  private static final String NAMESPACE = "urn:dossierhub:result:1";

  private ResultNotice() {}

  /** {@code result} is or was published. */
  static byte[] write(Result result, URI publicUrl) {
    var publication = result.publication().orElseThrow();
    var number = result.number().orElseThrow();
    var out = new ByteArrayOutputStream();
    try {
      var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.setDefaultNamespace(NAMESPACE);
      xml.writeStartElement(NAMESPACE, "resultNotice");
      xml.writeDefaultNamespace(NAMESPACE);
      element(xml, "resultId", result.id().toString());
      element(xml, "dossierCode", result.dossier().value());
      element(xml, "agency", result.agency().value());
      element(xml, "title", result.title());
      element(xml, "number", number.text());
      element(xml, "date", number.date().toString());
      element(xml, "sha256", publication.digest().hex());
      element(xml, "publicUrl", publicUrl.toString());
      element(xml, "state", result.state().name());
      element(xml, "published", publication.at().toString());
      if (result.withdrawal().isPresent()) {
        var withdrawal = result.withdrawal().get();
        element(xml, "withdrawn", withdrawal.at().toString());
        element(xml, "reason", withdrawal.reason());
        if (withdrawal.successor().isPresent()) {
          element(xml, "successor", withdrawal.successor().get().toString());
        }
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("A notice can always be written to memory", e);
    }
    return out.toByteArray();
  }

  private static void element(XMLStreamWriter xml, String name, String text)
      throws XMLStreamException {
    xml.writeStartElement(NAMESPACE, name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
