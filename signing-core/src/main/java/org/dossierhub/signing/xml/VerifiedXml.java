package org.dossierhub.signing.xml;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.w3c.dom.Document;

/**
 * A signed XML document whose signature was checked, and only what that signature covers. Accepted
 * is one form (docs/protocol: signed manifest): a single XAdES signature, child of the root, over
 * the whole document and its own signed properties. Whether the signer is somebody to us is the
 * caller's question; nothing else of the document can be read.
 */
public final class VerifiedXml {
  private final X509Certificate signer;
  private final byte[] content;

  private VerifiedXml(X509Certificate signer, byte[] content) {
    this.signer = signer;
    this.content = content;
  }

  /**
   * Checks the document in the order of cost: size, form, digests, signature value. Everything that
   * is not exactly as expected is {@link NotGenuine}. No certificate is validated and nothing is
   * fetched.
   */
  public static VerifiedXml read(byte[] signedXml) throws NotGenuine {
    var document = Xml.parse(signedXml);
    var shape = new AcceptedShape(document);
    var signer = signer(shape);
    var objection = shape.method.objectionTo(signer.getPublicKey());
    if (objection.isPresent()) {
      throw new NotGenuine(NotGenuine.Reason.WEAK_ALGORITHM, "not accepted: " + objection.get());
    }
    if (!shape.properties.by(
        Xml.canonical(shape.signedProperties, shape.properties.canonicalisation()))) {
      throw broken("the signed properties were changed");
    }
    if (!shape.method.verifies(
        signer.getPublicKey(),
        Xml.canonical(shape.signedInfo, shape.signedInfoForm),
        shape.value)) {
      throw broken("the value was not made by the key of " + signer.getSubjectX500Principal());
    }
    var content = withoutSignature(document, shape);
    if (!shape.content.by(content)) {
      throw broken("the content was changed");
    }
    return new VerifiedXml(signer, content);
  }

  /** The enveloped-signature transform (XMLDSIG 1.1, 6.6.4), then the canonical form. */
  private static byte[] withoutSignature(Document document, AcceptedShape shape) throws NotGenuine {
    shape.signature.getParentNode().removeChild(shape.signature);
    return Xml.canonical(document, shape.content.canonicalisation());
  }

  /** KeyInfo is not signed, so the certificate is the one whose digest is. */
  private static X509Certificate signer(AcceptedShape shape) throws NotGenuine {
    for (var encoded : shape.certificates) {
      if (shape.signingCertificate.by(encoded)) {
        return certificate(encoded);
      }
    }
    throw new NotGenuine(
        NotGenuine.Reason.WRONG_CERTIFICATE,
        "no certificate in the signature has the digest that was signed");
  }

  private static X509Certificate certificate(byte[] encoded) throws NotGenuine {
    try {
      var factory = CertificateFactory.getInstance("X.509");
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException e) {
      throw new NotGenuine(
          NotGenuine.Reason.WRONG_CERTIFICATE, "the certificate cannot be read", e);
    }
  }

  private static NotGenuine broken(String detail) {
    return new NotGenuine(NotGenuine.Reason.BROKEN, detail);
  }

  /** The certificate whose key made the signature; nothing was asked about its issuer. */
  public X509Certificate signer() {
    return signer;
  }

  /** The canonical bytes that were really signed, the signature removed. */
  public byte[] content() {
    return content.clone();
  }
}
