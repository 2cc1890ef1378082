package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * The CMS object of a PAdES baseline B signature (EN 319 142-1, 6.3): detached, three signed
 * attributes (content type, message digest, signing certificate V2; the time is in the PDF), the
 * whole chain. Everything in it follows from the chain and the digest, so the two steps of a
 * signature cannot differ.
 */
final class DetachedCms {
  private static final AlgorithmIdentifier SHA_256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);

  /** Two numbers of P-521 in DER. */
  private static final int LARGEST_ECDSA = 142;

  private static final int SPARE = 64;

  private final List<X509Certificate> chain;
  private final ASN1Set attributes;

  DetachedCms(List<X509Certificate> chain, byte[] documentDigest) {
    this.chain = chain;
    var vector = new ASN1EncodableVector();
    vector.add(attribute(CMSAttributes.contentType, PKCSObjectIdentifiers.data));
    vector.add(attribute(CMSAttributes.messageDigest, new DEROctetString(documentDigest)));
    vector.add(
        attribute(
            PKCSObjectIdentifiers.id_aa_signingCertificateV2, signingCertificate(chain.get(0))));
    this.attributes = new DERSet(vector);
  }

  private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Attribute(type, new DERSet(value));
  }

  /** RFC 5035, 5.4; SHA-256 is the default and therefore not written. */
  private static SigningCertificateV2 signingCertificate(X509Certificate certificate) {
    var holder = certificate(certificate);
    return new SigningCertificateV2(
        new ESSCertIDv2(
            sha256(encoded(certificate)),
            new IssuerSerial(
                new GeneralNames(new GeneralName(holder.getIssuer())), holder.getSerialNumber())));
  }

  /** Bytes to reserve for the signature of this signer: an ECDSA value varies by a few. */
  static int largest(List<X509Certificate> chain) {
    var key = chain.get(0).getPublicKey();
    var value =
        key instanceof RSAPublicKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 : LARGEST_ECDSA;
    return new DetachedCms(chain, new byte[32]).with(new byte[value]).length + SPARE;
  }

  /** RFC 5652, 5.4: the key signs the DER of the attributes as a SET. */
  byte[] toBeSigned() {
    return der(attributes);
  }

  /** Whether the signer's key made this value over {@link #toBeSigned()}. */
  boolean fits(byte[] value) {
    try {
      var signature = Signature.getInstance(isRsa() ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initVerify(chain.get(0).getPublicKey());
      signature.update(toBeSigned());
      return signature.verify(value);
    } catch (GeneralSecurityException e) {
      // JCA throws for values that cannot even be decoded; to the caller both are a wrong value.
      return false;
    }
  }

  private boolean isRsa() {
    return chain.get(0).getPublicKey() instanceof RSAPublicKey;
  }

  byte[] with(byte[] value) {
    var signer = certificate(chain.get(0));
    var info =
        new SignerInfo(
            new SignerIdentifier(
                new IssuerAndSerialNumber(signer.getIssuer(), signer.getSerialNumber().getValue())),
            SHA_256,
            attributes,
            isRsa()
                ? new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE)
                : new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
            new DEROctetString(value),
            null);
    var certificates = new ASN1EncodableVector();
    chain.forEach(certificate -> certificates.add(certificate(certificate)));
    var signed =
        new SignedData(
            new DERSet(SHA_256),
            new ContentInfo(CMSObjectIdentifiers.data, null),
            new DERSet(certificates),
            null,
            new DERSet(info));
    return der(new ContentInfo(CMSObjectIdentifiers.signedData, signed));
  }

  private static Certificate certificate(X509Certificate certificate) {
    return Certificate.getInstance(encoded(certificate));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("A certificate of the chain has no encoding", e);
    }
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("Encoding into memory cannot fail", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
