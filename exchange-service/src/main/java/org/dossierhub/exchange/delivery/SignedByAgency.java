package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.xml.NotGenuine;
import org.dossierhub.signing.xml.VerifiedXml;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Reads a document of {@code urn:dossierhub:receipt:1} that an agency signed: with a certificate
 * registered for it, usable today and not revoked. Nothing is read but what the signature covers.
 */
@ApplicationScoped
public class SignedByAgency {
  private static final String NAMESPACE = "urn:dossierhub:receipt:1";

  private Agencies agencies;
  private Clock clock;

  /** For the container's proxy. */
  protected SignedByAgency() {}

  @Inject
  public SignedByAgency(Agencies agencies, Clock clock) {
    this.agencies = agencies;
    this.clock = clock;
  }

  /** The signed elements. */
  static final class Content {
    private final Element root;

    private Content(Element root) {
      this.root = root;
    }

    private void expect(String name) throws ReceiptNotGenuine {
      if (!NAMESPACE.equals(root.getNamespaceURI()) || !name.equals(root.getLocalName())) {
        throw new ReceiptNotGenuine("it is no " + name + " but " + root.getTagName());
      }
    }

    /** What the one element of this name says; twice the same would say two things. */
    String text(String name) throws ReceiptNotGenuine {
      var found = all(name);
      if (found.size() != 1) {
        throw new ReceiptNotGenuine(name + (found.isEmpty() ? " is missing" : " is there twice"));
      }
      return found.get(0).root.getTextContent();
    }

    /** The elements of this name, in their order. */
    List<Content> all(String name) {
      var found = new ArrayList<Content>();
      for (var node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (NAMESPACE.equals(node.getNamespaceURI()) && name.equals(node.getLocalName())) {
          found.add(new Content((Element) node));
        }
      }
      return found;
    }
  }

  /**
   * @param time the element that says when it was signed: what was signed before an orderly change
   *     of certificates may arrive after it
   * @throws ReceiptNotGenuine anything is wrong with it
   */
  Content read(AgencyCode agency, String rootName, String time, byte[] document)
      throws ReceiptNotGenuine {
    try {
      var verified = VerifiedXml.read(document);
      var signer = verified.signer();
      var content = new Content(parse(verified.content()));
      content.expect(rootName);
      var given = OffsetDateTime.parse(content.text(time).strip()).toInstant();
      agencies
          .certificate(CertificateId.of(signer))
          .filter(known -> known.certificate().equals(signer))
          .filter(
              known -> known.agency().equals(agency) && known.vouchesFor(given, clock.instant()))
          .filter(known -> known.revokedAt().isEmpty())
          .orElseThrow(
              () ->
                  new ReceiptNotGenuine(
                      "signed by "
                          + CertificateId.of(signer)
                          + ", which is not registered, or revoked, for "
                          + agency.value()));
      return content;
    } catch (NotGenuine | SAXException | IOException | DateTimeParseException e) {
      throw new ReceiptNotGenuine(e.getMessage(), e);
    }
  }

  private static Element parse(byte[] content) throws SAXException, IOException {
    try {
      // of the JDK: it is not looked for in every library each time
      var factory = DocumentBuilderFactory.newDefaultInstance();
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
}
