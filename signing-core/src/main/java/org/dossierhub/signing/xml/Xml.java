package org.dossierhub.signing.xml;

import eu.europa.esig.dss.xml.utils.SantuarioInitializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.apache.xml.security.c14n.Canonicalizer;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads XML that nobody trusts yet: measured in one pass before a tree is built, no document type,
 * nothing fetched. The parsers are the platform's own, whatever else is on the class path.
 */
final class Xml {
  static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
  static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
  static final String EXCLUSIVE = Canonicalizer.ALGO_ID_C14N_EXCL_OMIT_COMMENTS;
  static final String INCLUSIVE = Canonicalizer.ALGO_ID_C14N_OMIT_COMMENTS;
  static final String INCLUSIVE_11 = Canonicalizer.ALGO_ID_C14N11_OMIT_COMMENTS;

  /** A manifest of 500 parts with long names is about a tenth of it. */
  static final int MOST_BYTES = 4 * 1024 * 1024;

  static final int MOST_ELEMENTS = 50_000;
  static final int DEEPEST = 64;
  static final int MOST_ATTRIBUTES = 32;

  /** A builder serves one thread at a time; making one costs as much as a small document. */
  private static final Queue<DocumentBuilder> BUILDERS = new ArrayBlockingQueue<>(8);

  static {
    // Santuario is set up once per class loader, and DSS wants to be the one who does it.
    SantuarioInitializer.init();
  }

  private Xml() {}

  /** The tree, when the bytes keep the limits and have no document type. */
  static Document parse(byte[] xml) throws NotGenuine {
    measure(xml);
    return tree(xml);
  }

  /** The tree of bytes that come from ourselves; still without document type and network. */
  static Document tree(byte[] xml) throws NotGenuine {
    var builder = BUILDERS.poll();
    try {
      if (builder == null) {
        builder = factory().newDocumentBuilder();
      }
      builder.setErrorHandler(new DefaultHandler()); // throws, and prints nothing
      var document = builder.parse(new ByteArrayInputStream(xml));
      if (!"1.0".equals(document.getXmlVersion())) {
        throw new NotGenuine(
            NotGenuine.Reason.NOT_XML, "canonical XML is defined for XML 1.0 alone");
      }
      return document;
    } catch (SAXException | IOException e) {
      throw new NotGenuine(NotGenuine.Reason.NOT_XML, e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("The platform's XML parser cannot be made safe", e);
    } finally {
      if (builder != null) {
        builder.reset();
        BUILDERS.offer(builder);
      }
    }
  }

  private static DocumentBuilderFactory factory() throws ParserConfigurationException {
    var factory = DocumentBuilderFactory.newDefaultNSInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    factory.setXIncludeAware(false);
    factory.setExpandEntityReferences(false);
    return factory;
  }

  private static void measure(byte[] xml) throws NotGenuine {
    if (xml.length > MOST_BYTES) {
      throw limit("bytes", xml.length, MOST_BYTES);
    }
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      var reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      var depth = 0;
      var elements = 0;
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new NotGenuine(
                  NotGenuine.Reason.NOT_XML, "a document type declaration or entity");
          case XMLStreamConstants.START_ELEMENT -> {
            depth++;
            elements++;
            var attributes = reader.getAttributeCount() + reader.getNamespaceCount();
            if (depth > DEEPEST) {
              throw limit("levels", depth, DEEPEST);
            }
            if (elements > MOST_ELEMENTS) {
              throw limit("elements", elements, MOST_ELEMENTS);
            }
            if (attributes > MOST_ATTRIBUTES) {
              throw limit("attributes", attributes, MOST_ATTRIBUTES);
            }
          }
          case XMLStreamConstants.END_ELEMENT -> depth--;
          default -> {
            // text, comments and processing instructions are bounded by the size
          }
        }
      }
    } catch (XMLStreamException e) {
      throw new NotGenuine(NotGenuine.Reason.NOT_XML, e.getMessage(), e);
    }
  }

  private static NotGenuine limit(String what, int found, int most) {
    return new NotGenuine(
        NotGenuine.Reason.LIMIT_EXCEEDED, "at most " + most + " " + what + ", found " + found);
  }

  /**
   * Canonical XML of a node and what is below it, without comments; some trees have none, such as
   * those with a relative namespace (Canonical XML 1.0, 1).
   */
  static byte[] canonical(Node node, String algorithm) throws NotGenuine {
    try {
      var out = new ByteArrayOutputStream();
      Canonicalizer.getInstance(algorithm).canonicalizeSubtree(node, out);
      return out.toByteArray();
    } catch (XMLSecurityException e) {
      throw new NotGenuine(NotGenuine.Reason.NOT_XML, "no canonical form: " + e.getMessage(), e);
    }
  }
}
