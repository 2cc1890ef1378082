package org.dossierhub.system.neighbour;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * An enveloped XAdES baseline-B signature (ETSI EN 319 132-1), made and checked with nothing but
 * the JDK: a second, independent reading of what {@code docs/protocol} asks of sender and receiver.
 */
public final class XadesSeal {
  private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
  private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

  /** Read once: they are the same as long as the installation is. */
  private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

  private record Known(KeyStore roots, List<Certificate> intermediates) {
    static Known in(Path roots) {
      return new Known(
          SystemIdentity.roots(roots),
          SystemIdentity.certificates(roots.resolveSibling("intermediates")));
    }
  }

  private XadesSeal() {}

  /** The same document with the seal of this identity as last child of its root. */
  public static byte[] seal(byte[] xml, SystemIdentity identity) {
    try {
      var builders = DocumentBuilderFactory.newDefaultInstance();
      builders.setNamespaceAware(true);
      Document document = builders.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
      var signatures = XMLSignatureFactory.getInstance("DOM");
      var sha256 = signatures.newDigestMethod(DigestMethod.SHA256, null);
      var exclusive =
          signatures.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null);
      var whole =
          signatures.newReference(
              "",
              sha256,
              List.of(
                  signatures.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                  exclusive),
              null,
              "content");
      var properties =
          signatures.newReference(
              "#signed-properties",
              sha256,
              List.of(exclusive),
              "http://uri.etsi.org/01903#SignedProperties",
              null);
      var signedInfo =
          signatures.newSignedInfo(
              signatures.newCanonicalizationMethod(
                  CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
              signatures.newSignatureMethod(RSA_SHA256, null),
              List.of(whole, properties));
      var keyInfos = signatures.getKeyInfoFactory();
      var keyInfo = keyInfos.newKeyInfo(List.of(keyInfos.newX509Data(identity.chain())));
      Element qualifying = qualifyingProperties(document, identity);
      var object = signatures.newXMLObject(List.of(new DOMStructure(qualifying)), null, null, null);
      var context = new DOMSignContext(identity.key(), document.getDocumentElement());
      context.setDefaultNamespacePrefix("ds");
      context.setIdAttributeNS((Element) qualifying.getFirstChild(), null, "Id");
      signatures
          .newXMLSignature(signedInfo, keyInfo, List.of(object), "signature", null)
          .sign(context);
      var out = new ByteArrayOutputStream();
      TransformerFactory.newDefaultInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(out));
      return out.toByteArray();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot seal the XML as " + identity.name(), e);
    }
  }

  /**
   * The certificate that sealed the whole of this document and leads to one of the roots.
   *
   * @throws GeneralSecurityException when there is no seal, it is broken, covers a part only, or
   *     its certificate is nobody's we know
   */
  static X509Certificate check(byte[] xml, Path roots) throws GeneralSecurityException {
    try {
      var builders = DocumentBuilderFactory.newDefaultInstance();
      builders.setNamespaceAware(true);
      builders.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var document = builders.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
      var seals = document.getElementsByTagNameNS(DS, "Signature");
      if (seals.getLength() != 1
          || seals.item(0).getParentNode() != document.getDocumentElement()) {
        throw new GeneralSecurityException("There is not one seal around the whole document");
      }
      var properties = document.getElementsByTagNameNS(XADES, "SignedProperties");
      for (int i = 0; i < properties.getLength(); i++) {
        ((Element) properties.item(i)).setIdAttribute("Id", true);
      }
      var signatures = XMLSignatureFactory.getInstance("DOM");
      var certificates = new ArrayList<X509Certificate>();
      var encoded = ((Element) seals.item(0)).getElementsByTagNameNS(DS, "X509Certificate");
      var x509 = CertificateFactory.getInstance("X.509");
      for (int i = 0; i < encoded.getLength(); i++) {
        certificates.add(
            (X509Certificate)
                x509.generateCertificate(
                    new ByteArrayInputStream(
                        Base64.getMimeDecoder().decode(encoded.item(i).getTextContent()))));
      }
      if (certificates.isEmpty()) {
        throw new GeneralSecurityException("The seal brings no certificate");
      }
      var signer = certificates.get(0);
      var context = new DOMValidateContext(signer.getPublicKey(), seals.item(0));
      context.setProperty("org.jcp.xml.dsig.secureValidation", true);
      var seal = signatures.unmarshalXMLSignature(context);
      boolean whole =
          seal.getSignedInfo().getReferences().stream()
              .map(Reference.class::cast)
              .anyMatch(reference -> "".equals(reference.getURI()));
      if (!whole || !seal.validate(context)) {
        throw new GeneralSecurityException(
            whole ? "The seal is broken" : "The seal covers a part only");
      }
      requirePath(signer, certificates, roots);
      return signer;
    } catch (MarshalException | XMLSignatureException | ParserConfigurationException e) {
      throw new GeneralSecurityException("The seal cannot be read", e);
    } catch (SAXException | IOException e) {
      throw new GeneralSecurityException("This is no XML", e);
    }
  }

  private static void requirePath(X509Certificate signer, List<X509Certificate> brought, Path roots)
      throws GeneralSecurityException {
    var target = new X509CertSelector();
    target.setCertificate(signer);
    var known = KNOWN.computeIfAbsent(roots, Known::in);
    var parameters = new PKIXBuilderParameters(known.roots(), target);
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(brought)));
    parameters.addCertStore(
        CertStore.getInstance(
            "Collection", new CollectionCertStoreParameters(known.intermediates())));
    parameters.setRevocationEnabled(false); // the hub answers for that; a neighbour may do more
    CertPathBuilder.getInstance("PKIX").build(parameters);
  }

  private static Element qualifyingProperties(Document document, SystemIdentity identity)
      throws Exception {
    Element qualifying = document.createElementNS(XADES, "xades:QualifyingProperties");
    qualifying.setAttribute("Target", "#signature");
    Element signed = child(qualifying, XADES, "xades:SignedProperties");
    signed.setAttribute("Id", "signed-properties");
    Element properties = child(signed, XADES, "xades:SignedSignatureProperties");
    child(properties, XADES, "xades:SigningTime")
        .setTextContent(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    Element digest =
        child(
            child(child(properties, XADES, "xades:SigningCertificateV2"), XADES, "xades:Cert"),
            XADES,
            "xades:CertDigest");
    child(digest, DS, "ds:DigestMethod").setAttribute("Algorithm", DigestMethod.SHA256);
    child(digest, DS, "ds:DigestValue")
        .setTextContent(
            Base64.getEncoder()
                .encodeToString(
                    MessageDigest.getInstance("SHA-256")
                        .digest(identity.certificate().getEncoded())));
    Element format =
        child(
            child(signed, XADES, "xades:SignedDataObjectProperties"),
            XADES,
            "xades:DataObjectFormat");
    format.setAttribute("ObjectReference", "#content");
    child(format, XADES, "xades:MimeType").setTextContent("text/xml");
    return qualifying;
  }

  private static Element child(Element parent, String namespace, String name) {
    Element child = parent.getOwnerDocument().createElementNS(namespace, name);
    parent.appendChild(child);
    return child;
  }
}
