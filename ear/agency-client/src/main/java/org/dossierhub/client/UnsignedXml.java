package org.dossierhub.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the documents of the contract that this side signs. */
final class UnsignedXml {
  static final String RECEIPT = "urn:dossierhub:receipt:1";

  private final XMLStreamWriter xml;
  private final String namespace;

  private UnsignedXml(XMLStreamWriter xml, String namespace) {
    this.xml = xml;
    this.namespace = namespace;
  }

  interface Inside {
    void write(UnsignedXml xml) throws XMLStreamException;
  }

  static byte[] document(String namespace, String root, Inside content) {
    var out = new ByteArrayOutputStream();
    try {
      var xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("d", root, namespace);
      xml.writeNamespace("d", namespace);
      content.write(new UnsignedXml(xml, namespace));
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("Writing to memory cannot fail", e);
    }
    return out.toByteArray();
  }

  void text(String name, String text) throws XMLStreamException {
    xml.writeStartElement(namespace, name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  void text(String name, Optional<String> text) throws XMLStreamException {
    if (text.isPresent()) {
      text(name, text.get());
    }
  }

  void element(String name, Inside content) throws XMLStreamException {
    xml.writeStartElement(namespace, name);
    content.write(this);
    xml.writeEndElement();
  }
}
