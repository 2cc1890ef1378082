package org.dossierhub.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dossierhub.signing.xml.NotGenuine;
import org.dossierhub.signing.xml.VerifiedXml;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The elements of a signed document, nothing but what the signature covers, and who signed. */
final class Content {
  private final Element element;
  private final X509Certificate signer;

  private Content(Element element, X509Certificate signer) {
    this.element = element;
    this.signer = signer;
  }

  /**
   * @throws NotBelieved the signature does not hold, or it is another kind of document
   */
  static Content of(byte[] signed, String namespace, String root) throws NotBelieved {
    try {
      var verified = VerifiedXml.read(signed);
      var element = parse(verified.content());
      if (!namespace.equals(element.getNamespaceURI()) || !root.equals(element.getLocalName())) {
        throw new NotBelieved(
            "Không phải văn bản " + root, "It is no " + root + " but " + element.getTagName());
      }
      return new Content(element, verified.signer());
    } catch (NotGenuine | SAXException | IOException e) {
      throw new NotBelieved("Chữ ký không đúng", "The signature does not hold", e);
    }
  }

  private static Element parse(byte[] content) throws SAXException, IOException {
    try {
      var factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(content))
          .getDocumentElement();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("The platform's XML parser cannot be made safe", e);
    }
  }

  X509Certificate signer() {
    return signer;
  }

  List<Content> children(String name) {
    List<Content> found = new ArrayList<>();
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child
          && element.getNamespaceURI().equals(child.getNamespaceURI())
          && name.equals(child.getLocalName())) {
        found.add(new Content(child, signer));
      }
    }
    return found;
  }

  Optional<String> optional(String name) {
    return children(name).stream().findFirst().map(child -> child.element.getTextContent());
  }

  String text(String name) throws NotBelieved {
    return optional(name)
        .orElseThrow(() -> new NotBelieved("Thiếu phần tử " + name, name + " is missing"));
  }

  Instant instant(String name) throws NotBelieved {
    try {
      return OffsetDateTime.parse(text(name).strip()).toInstant();
    } catch (DateTimeException e) {
      throw new NotBelieved("Không phải thời điểm: " + name, "Not a moment: " + name, e);
    }
  }

  long number(String name) throws NotBelieved {
    try {
      return Long.parseLong(text(name).strip());
    } catch (NumberFormatException e) {
      throw new NotBelieved("Không phải số: " + name, "Not a number: " + name, e);
    }
  }
}
