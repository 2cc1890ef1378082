package org.dossierhub.pki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The authorities of Vietnam a production hub may trust, as pinned SHA-256 fingerprints: a
 * certificate file is only ever a candidate, the fingerprint decides. Read from {@code
 * production-anchors.xml}, which says for each pin where it comes from and whether the operator
 * still has to confirm it out of band.
 */
public final class ProductionAnchors {
  /** Which folder of the trust settings the certificate belongs into. */
  public enum Use {
    GOVERNMENT,
    PUBLIC,
    INTERMEDIATES
  }

  /**
   * How sure the product is of a fingerprint; never sure enough to spare the operator the
   * confirmation.
   */
  public enum Confirmation {
    ONE_SOURCE,
    TWO_INDEPENDENT_SOURCES
  }

  /**
   * One pinned authority.
   *
   * @param sha256 fingerprint of the DER certificate, 64 small hexadecimal digits
   * @param published where the authority publishes the certificate
   */
  public record PinnedAnchor(
      String name,
      Use use,
      String sha256,
      URI published,
      String source,
      Confirmation confirmation) {
    public PinnedAnchor {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException("Not a SHA-256 fingerprint: " + sha256);
      }
    }
  }

  private final List<PinnedAnchor> pins;

  private ProductionAnchors(List<PinnedAnchor> pins) {
    this.pins = List.copyOf(pins);
  }

  /** Those that come with the product. */
  public static ProductionAnchors ofTheProduct() {
    try (var in = ProductionAnchors.class.getResourceAsStream("production-anchors.xml")) {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var anchors = factory.newDocumentBuilder().parse(in).getElementsByTagName("anchor");
      var pins = new ArrayList<PinnedAnchor>();
      for (int i = 0; i < anchors.getLength(); i++) {
        pins.add(pin((Element) anchors.item(i)));
      }
      return new ProductionAnchors(pins);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("production-anchors.xml cannot be read", e);
    }
  }

  public List<PinnedAnchor> pins() {
    return pins;
  }

  /** The pin of exactly this certificate; names decide nothing. */
  public Optional<PinnedAnchor> pinOf(X509Certificate candidate) {
    try {
      var fingerprint =
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(candidate.getEncoded()));
      return pins.stream().filter(p -> p.sha256().equals(fingerprint)).findFirst();
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException(
          "No fingerprint of " + candidate.getSubjectX500Principal(), e);
    }
  }

  private static PinnedAnchor pin(Element e) {
    return new PinnedAnchor(
        e.getAttribute("name"),
        Use.valueOf(e.getAttribute("use").toUpperCase(Locale.ROOT)),
        e.getAttribute("sha256").toLowerCase(Locale.ROOT),
        URI.create(e.getAttribute("published")),
        e.getAttribute("source"),
        Confirmation.valueOf(
            e.getAttribute("confirmation").toUpperCase(Locale.ROOT).replace('-', '_')));
  }
}
