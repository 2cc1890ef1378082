package org.dossierhub.signing.xml;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The one form of signature that is read, taken apart by position and never by name or identifier:
 * wrapping attacks live on the difference between what is looked up and what is used.
 */
final class AcceptedShape {
  static final String ENVELOPED = Xml.DSIG + "enveloped-signature";
  static final String SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties";

  private static final Set<String> CANONICALISATIONS =
      Set.of(Xml.EXCLUSIVE, Xml.INCLUSIVE, Xml.INCLUSIVE_11);

  private static final Map<String, String> DIGESTS =
      Map.of(
          "http://www.w3.org/2001/04/xmlenc#sha256", "SHA-256",
          "http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA-384",
          "http://www.w3.org/2001/04/xmlenc#sha512", "SHA-512");

  /** What a reference says of the bytes it covers. */
  record Covered(String canonicalisation, String digest, byte[] value) {
    boolean by(byte[] bytes) {
      return MessageDigest.isEqual(hash(digest, bytes), value);
    }
  }

  final Element signature;
  final Element signedInfo;
  final String signedInfoForm;
  final SignatureMethod method;
  final byte[] value;
  final Covered content;
  final Covered properties;
  final Element signedProperties;
  final Covered signingCertificate;
  final List<byte[]> certificates;

  AcceptedShape(Document document) throws NotGenuine {
    signature = onlySignature(document);
    var parts = elements(signature);
    if (parts.size() != 4) {
      throw shape("SignedInfo, SignatureValue, KeyInfo, Object; found " + parts.size() + " parts");
    }
    signedInfo = named(parts.get(0), Xml.DSIG, "SignedInfo");
    value = base64(named(parts.get(1), Xml.DSIG, "SignatureValue"));
    certificates = certificates(named(parts.get(2), Xml.DSIG, "KeyInfo"));
    signedProperties = signedProperties(named(parts.get(3), Xml.DSIG, "Object"));

    var info = elements(signedInfo);
    if (info.size() != 4) {
      throw shape("two references; found " + (info.size() - 2));
    }
    signedInfoForm =
        canonicalisation(childless(named(info.get(0), Xml.DSIG, "CanonicalizationMethod")));
    method = method(childless(named(info.get(1), Xml.DSIG, "SignatureMethod")));
    var first = named(info.get(2), Xml.DSIG, "Reference");
    var second = named(info.get(3), Xml.DSIG, "Reference");
    var contentFirst = isToDocument(first);
    if (contentFirst == isToDocument(second)) {
      throw shape("one reference to the document and one to the signed properties");
    }
    signingCertificate = baseline(contentFirst ? first : second);
    content = content(contentFirst ? first : second);
    properties = properties(contentFirst ? second : first);
  }

  private static Element onlySignature(Document document) throws NotGenuine {
    var signatures = document.getElementsByTagNameNS(Xml.DSIG, "Signature");
    if (signatures.getLength() != 1) {
      throw shape("exactly one signature; found " + signatures.getLength());
    }
    var only = (Element) signatures.item(0);
    if (only.getParentNode() != document.getDocumentElement()) {
      throw shape("the signature as a child of the root");
    }
    return only;
  }

  private Element signedProperties(Element object) throws NotGenuine {
    var qualifying = only(object, Xml.XADES, "QualifyingProperties");
    if (!qualifying.getAttribute("Target").equals("#" + signature.getAttribute("Id"))
        || signature.getAttribute("Id").isEmpty()) {
      throw shape("properties whose Target is the signature");
    }
    var parts = elements(qualifying);
    if (parts.isEmpty() || parts.size() > 2) {
      throw shape("SignedProperties");
    }
    if (parts.size() == 2) {
      named(parts.get(1), Xml.XADES, "UnsignedProperties");
    }
    return named(parts.get(0), Xml.XADES, "SignedProperties");
  }

  /**
   * What a baseline signature has to say of itself (EN 319 132-1, 6.3): when it was made, by which
   * certificate, and in which format the document is.
   *
   * @return the digest of the certificate
   */
  private Covered baseline(Element document) throws NotGenuine {
    var parts = elements(signedProperties);
    if (parts.size() != 2) {
      throw shape("SignedSignatureProperties, SignedDataObjectProperties");
    }
    var ofSignature = named(parts.get(0), Xml.XADES, "SignedSignatureProperties");
    var ofDocument = named(parts.get(1), Xml.XADES, "SignedDataObjectProperties");
    if (once(ofSignature, "SigningTime").getTextContent().isBlank()) {
      throw shape("a SigningTime");
    }
    var format = once(ofDocument, "DataObjectFormat");
    if (document.getAttribute("Id").isEmpty()
        || !format.getAttribute("ObjectReference").equals("#" + document.getAttribute("Id"))
        || once(format, "MimeType").getTextContent().isBlank()) {
      throw shape("a DataObjectFormat of the document, with its MimeType");
    }
    return signingCertificate(once(ofSignature, "SigningCertificateV2"));
  }

  private static Element once(Element parent, String property) throws NotGenuine {
    var found = elements(parent).stream().filter(child -> is(child, Xml.XADES, property)).toList();
    if (found.size() != 1) {
      throw shape("one " + property);
    }
    return found.get(0);
  }

  /** EN 319 132-1, 5.2.2: the digest of the signer's certificate is signed. */
  private static Covered signingCertificate(Element property) throws NotGenuine {
    var certificates = elements(property);
    if (certificates.isEmpty()) {
      throw shape("a Cert in SigningCertificateV2");
    }
    var digest = elements(named(certificates.get(0), Xml.XADES, "Cert"));
    if (digest.isEmpty()) {
      throw shape("CertDigest");
    }
    var parts = elements(named(digest.get(0), Xml.XADES, "CertDigest"));
    if (parts.size() != 2) {
      throw shape("DigestMethod and DigestValue");
    }
    return new Covered("", digest(parts.get(0)), base64(digestValue(parts.get(1))));
  }

  private static List<byte[]> certificates(Element keyInfo) throws NotGenuine {
    var certificates = new ArrayList<byte[]>();
    for (var certificate : elements(only(keyInfo, Xml.DSIG, "X509Data"))) {
      certificates.add(base64(named(certificate, Xml.DSIG, "X509Certificate")));
    }
    if (certificates.isEmpty() || certificates.size() > 8) {
      throw shape("one to eight certificates; found " + certificates.size());
    }
    return certificates;
  }

  private static boolean isToDocument(Element reference) {
    return reference.hasAttribute("URI") && reference.getAttribute("URI").isEmpty();
  }

  private static Covered content(Element reference) throws NotGenuine {
    var parts = referenceParts(reference);
    var transforms = elements(named(parts.get(0), Xml.DSIG, "Transforms"));
    if (transforms.isEmpty() || transforms.size() > 2) {
      throw weak(transforms.size() + " transforms of the document");
    }
    if (!algorithm(childless(named(transforms.get(0), Xml.DSIG, "Transform"))).equals(ENVELOPED)) {
      throw weak("first transform " + algorithm(transforms.get(0)));
    }
    // XMLDSIG 1.1, 4.4.3.2: nodes left over by the last transform become octets by C14N 1.0.
    var form =
        transforms.size() == 1
            ? Xml.INCLUSIVE
            : canonicalisation(childless(named(transforms.get(1), Xml.DSIG, "Transform")));
    return covered(parts, form);
  }

  private Covered properties(Element reference) throws NotGenuine {
    var id = signedProperties.getAttribute("Id");
    if (id.isEmpty()
        || !reference.getAttribute("URI").equals("#" + id)
        || !reference.getAttribute("Type").equals(SIGNED_PROPERTIES)) {
      throw shape("a reference to the signed properties");
    }
    var parts = referenceParts(reference);
    var transforms = elements(named(parts.get(0), Xml.DSIG, "Transforms"));
    if (transforms.size() != 1) {
      throw weak(transforms.size() + " transforms of the signed properties");
    }
    return covered(
        parts, canonicalisation(childless(named(transforms.get(0), Xml.DSIG, "Transform"))));
  }

  private static List<Element> referenceParts(Element reference) throws NotGenuine {
    var parts = elements(reference);
    if (parts.size() != 3) {
      throw shape("Transforms, DigestMethod and DigestValue in a reference");
    }
    return parts;
  }

  private static Covered covered(List<Element> parts, String form) throws NotGenuine {
    return new Covered(form, digest(parts.get(1)), base64(digestValue(parts.get(2))));
  }

  private static Element digestValue(Element element) throws NotGenuine {
    return named(element, Xml.DSIG, "DigestValue");
  }

  private static String digest(Element element) throws NotGenuine {
    var uri = algorithm(childless(named(element, Xml.DSIG, "DigestMethod")));
    var name = DIGESTS.get(uri);
    if (name == null) {
      throw weak("digest " + uri);
    }
    return name;
  }

  private static String canonicalisation(Element element) throws NotGenuine {
    var uri = algorithm(element);
    if (!CANONICALISATIONS.contains(uri)) {
      throw weak("transform " + uri);
    }
    return uri;
  }

  private static SignatureMethod method(Element element) throws NotGenuine {
    var uri = algorithm(element);
    return SignatureMethod.of(uri).orElseThrow(() -> weak("signature method " + uri));
  }

  private static String algorithm(Element element) {
    return element.getAttribute("Algorithm");
  }

  private static Element only(Element parent, String namespace, String name) throws NotGenuine {
    var children = elements(parent);
    if (children.size() != 1) {
      throw shape("only " + name + " in " + parent.getLocalName());
    }
    return named(children.get(0), namespace, name);
  }

  private static Element named(Element element, String namespace, String name) throws NotGenuine {
    if (!is(element, namespace, name)) {
      throw shape(name + "; found " + element.getNodeName());
    }
    return element;
  }

  private static boolean is(Element element, String namespace, String name) {
    return namespace.equals(element.getNamespaceURI()) && name.equals(element.getLocalName());
  }

  private static Element childless(Element element) throws NotGenuine {
    if (!elements(element).isEmpty()) {
      throw weak("parameters of " + element.getLocalName());
    }
    return element;
  }

  /** The child elements; text between them is nothing but white space. */
  private static List<Element> elements(Element parent) throws NotGenuine {
    var children = new ArrayList<Element>();
    for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        children.add(element);
      } else if (child.getNodeType() == Node.PROCESSING_INSTRUCTION_NODE
          || isText(child) && !child.getNodeValue().isBlank()) {
        throw shape("nothing between the parts of " + parent.getLocalName());
      }
    }
    return children;
  }

  private static boolean isText(Node node) {
    return node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE;
  }

  private static byte[] base64(Element element) throws NotGenuine {
    try {
      return Base64.getDecoder().decode(element.getTextContent().replaceAll("[ \t\r\n]", ""));
    } catch (IllegalArgumentException e) {
      throw new NotGenuine(
          NotGenuine.Reason.WRONG_SHAPE, element.getLocalName() + " is not base64", e);
    }
  }

  private static byte[] hash(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm, e);
    }
  }

  private static NotGenuine shape(String expected) {
    return new NotGenuine(NotGenuine.Reason.WRONG_SHAPE, "expected " + expected);
  }

  private static NotGenuine weak(String found) {
    return new NotGenuine(NotGenuine.Reason.WEAK_ALGORITHM, "not accepted: " + found);
  }
}
