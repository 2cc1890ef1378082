package org.dossierhub.system.neighbour;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An enveloped XAdES baseline-B signature (ETSI EN 319 132-1) made with nothing but the JDK: a
 * second, independent reading of what {@code docs/protocol} asks of a sender.
 */
final class XadesSeal {
  private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
  private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

  private XadesSeal() {}

  static byte[] seal(byte[] xml, SystemIdentity identity) {
    try {
      var builders = DocumentBuilderFactory.newInstance();
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
              null);
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
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(out));
      return out.toByteArray();
    } catch (Exception e) {
      throw new IllegalStateException("Cannot seal the XML as " + identity.name(), e);
    }
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
    return qualifying;
  }

  private static Element child(Element parent, String namespace, String name) {
    Element child = parent.getOwnerDocument().createElementNS(namespace, name);
    parent.appendChild(child);
    return child;
  }
}
