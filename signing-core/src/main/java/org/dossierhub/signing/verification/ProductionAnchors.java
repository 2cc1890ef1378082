package org.dossierhub.signing.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dossierhub.signing.identity.Sha256;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The authorities of Viet Nam a production hub may trust, as pinned SHA-256 fingerprints: a
 * certificate file is only ever a candidate, the fingerprint decides. Read from {@code
 * certs/production-anchors.xml}, which says for each pin where it comes from and whether the
 * operator still has to confirm it out of band.
 */
final class ProductionAnchors {
  private static final String FILE = "production-anchors.xml";

  /**
   * How sure the product is of a fingerprint; never sure enough to spare the operator the
   * confirmation.
   */
  enum Confirmation {
    ONE_SOURCE,
    TWO_INDEPENDENT_SOURCES
  }

  /**
   * One pinned authority.
   *
   * @param folder of the trust folder, where its certificate belongs
   * @param sha256 fingerprint of the DER certificate
   * @param published where the authority publishes the certificate
   */
  record PinnedAnchor(
      String name,
      String folder,
      Sha256 sha256,
      URI published,
      String source,
      Confirmation confirmation) {}

  private ProductionAnchors() {}

  /** Those that come with the product. */
  static List<PinnedAnchor> ofTheProduct() {
    try (var in = ProductionAnchors.class.getResourceAsStream(FILE)) {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var anchors =
          factory
              .newDocumentBuilder()
              .parse(Objects.requireNonNull(in, FILE))
              .getElementsByTagName("anchor");
      var pins = new ArrayList<PinnedAnchor>();
      for (int i = 0; i < anchors.getLength(); i++) {
        pins.add(pin((Element) anchors.item(i)));
      }
      return List.copyOf(pins);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException(FILE + " cannot be read", e);
    }
  }

  private static PinnedAnchor pin(Element e) {
    return new PinnedAnchor(
        e.getAttribute("name"),
        e.getAttribute("use"),
        new Sha256(e.getAttribute("sha256").toLowerCase(Locale.ROOT)),
        URI.create(e.getAttribute("published")),
        e.getAttribute("source"),
        Confirmation.valueOf(
            e.getAttribute("confirmation").toUpperCase(Locale.ROOT).replace('-', '_')));
  }
}
