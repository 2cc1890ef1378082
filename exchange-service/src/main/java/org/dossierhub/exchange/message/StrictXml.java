package org.dossierhub.exchange.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads documents of one schema of docs/protocol: no DTD, no external entity, at most 1 MB, valid
 * by the schema. It says nothing about signatures: the bytes have to be what a signature was found
 * to cover.
 */
public final class StrictXml {
  private static final int MOST_BYTES = 1 << 20;

  /** Making one costs as much as reading a manifest; no two threads may share one. */
  private static final ThreadLocal<DocumentBuilder> PARSERS =
      ThreadLocal.withInitial(StrictXml::parser);

  private final String namespace;
  private final Schema schema;

  /** The schema is a file of docs/protocol. */
  public StrictXml(String namespace, String schema) {
    this.namespace = namespace;
    this.schema = schema(schema);
  }

  private static Schema schema(String name) {
    try {
      var factory = SchemaFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      // The product's own files import one another; a partner's document is read with no such
      // right.
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file,jar:file");
      return factory.newSchema(StrictXml.class.getResource("/protocol/" + name));
    } catch (SAXException e) {
      throw new IllegalStateException("The product's own schema cannot be read: " + name, e);
    }
  }

  /**
   * The root element, or {@link MalformedXml} with the place where the document leaves the schema.
   */
  @SuppressWarnings("try") // open as long as the validator works
  public Element read(byte[] document) throws MalformedXml {
    try (var names = PlatformNames.open()) {
      var root = parse(document);
      var validator = schema.newValidator();
      validator.setErrorHandler(new FirstErrorStops());
      validator.validate(new DOMSource(root.getOwnerDocument()));
      return root;
    } catch (SAXException e) {
      throw new MalformedXml(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory cannot fail", e);
    }
  }

  /** The same of a document that was found valid before it was stored. */
  public Element readAgain(byte[] document) throws MalformedXml {
    try {
      return parse(document);
    } catch (SAXException e) {
      throw new MalformedXml(e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory cannot fail", e);
    }
  }

  private static Element parse(byte[] document) throws MalformedXml, SAXException, IOException {
    if (document.length > MOST_BYTES) {
      throw new MalformedXml("larger than " + MOST_BYTES + " bytes: " + document.length);
    }
    return PARSERS.get().parse(new ByteArrayInputStream(document)).getDocumentElement();
  }

  private static DocumentBuilder parser() {
    try {
      // The parser of the JDK, whatever others lie on the class path: these switches are its own.
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new FirstErrorStops());
      return builder;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(
          "The XML parser of the JDK does not take the safety switches", e);
    }
  }

  /** Children of the schema's namespace with this name. */
  public List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element
          && namespace.equals(element.getNamespaceURI())
          && name.equals(element.getLocalName())) {
        found.add(element);
      }
    }
    return found;
  }

  public Optional<Element> child(Element parent, String name) {
    return children(parent, name).stream().findFirst();
  }

  public Optional<String> text(Element parent, String name) {
    return child(parent, name).map(Element::getTextContent);
  }

  /** The text of a child the schema demands. */
  public String demanded(Element parent, String name) throws MalformedXml {
    return text(parent, name)
        .orElseThrow(() -> new MalformedXml("element " + name + " is missing"));
  }

  private static final class FirstErrorStops implements ErrorHandler {
    @Override
    public void warning(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void error(SAXParseException exception) throws SAXException {
      throw exception;
    }

    @Override
    public void fatalError(SAXParseException exception) throws SAXException {
      throw exception;
    }
  }
}
