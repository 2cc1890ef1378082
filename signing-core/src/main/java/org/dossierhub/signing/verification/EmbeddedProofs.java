package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.dossierhub.signing.verification.pdf.PdfProof;

/**
 * Whether what a file brings along beside its signatures is as its issuers made it: certificates,
 * revocation lists, OCSP answers. No signature of the document covers them, and a validation that
 * has no need of one does not notice that it was changed; but a file in which something was changed
 * does not pass. What comes from an issuer that is not known is left to the validation.
 */
final class EmbeddedProofs {
  private static final int MOST_CHECKS = 2_000;

  private final KnownAuthorities authorities;
  private final List<X509CertificateHolder> known = new ArrayList<>();
  private final Map<X509CertificateHolder, IssuerKey> keys = new IdentityHashMap<>();
  private final Set<ByteBuffer> seen = new HashSet<>();
  private final List<X509CertificateHolder> certificates = new ArrayList<>();
  private final List<Expected> expected = new ArrayList<>();
  private final List<CMSSignedData> tokens = new ArrayList<>();
  private int checks;

  /** A certificate, list or answer, and how those are found who may have signed it. */
  private record Expected(SignedValue value, Issuer issuer) {}

  private interface Issuer {
    List<X509CertificateHolder> among(List<X509CertificateHolder> known);
  }

  private EmbeddedProofs(KnownAuthorities authorities) {
    this.authorities = authorities;
    known.addAll(authorities.certificates());
  }

  /** Something in a file cannot be read or was not issued as it stands. */
  private static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    Damaged(Throwable cause) {
      super(cause);
    }

    Damaged() {
      super("Not as it was issued");
    }
  }

  /**
   * @param signatures the CMS values of the file; one that cannot be read is judged elsewhere
   */
  static boolean areDamaged(
      Collection<byte[]> signatures, Collection<PdfProof> proofs, TrustAnchors anchors) {
    return areDamaged(signatures, List.of(), proofs, anchors);
  }

  /**
   * @param tokens time-stamps that do not lie in a CMS value; one that cannot be read is damaged
   */
  static boolean areDamaged(
      Collection<byte[]> signatures,
      Collection<byte[]> tokens,
      Collection<PdfProof> proofs,
      TrustAnchors anchors) {
    var embedded = new EmbeddedProofs(KnownAuthorities.of(anchors));
    try {
      for (var signature : signatures) {
        embedded.takeSignature(signature);
      }
      for (var token : tokens) {
        embedded.takeToken(token);
      }
      for (var proof : proofs) {
        embedded.take(proof);
      }
      embedded.known.addAll(embedded.certificates);
      embedded.check();
      return false;
    } catch (Damaged e) {
      return true;
    }
  }

  /** What was looked at already, or lies with us byte for byte, need not be looked at again. */
  private boolean isNew(ASN1Sequence value) throws IOException {
    var bytes = ByteBuffer.wrap(value.getEncoded());
    return !authorities.encodings().contains(bytes) && seen.add(bytes);
  }

  private void takeSignature(byte[] cms) throws Damaged {
    CMSSignedData data;
    try {
      data = new CMSSignedData(cms);
    } catch (CMSException | RuntimeException e) {
      return;
    }
    take(data);
  }

  private void takeToken(byte[] token) throws Damaged {
    try {
      var data = new CMSSignedData(token);
      take(data);
      tokens.add(data);
    } catch (CMSException | RuntimeException e) {
      throw new Damaged(e);
    }
  }

  private void take(CMSSignedData data) throws Damaged {
    try {
      var signed = SignedData.getInstance(data.toASN1Structure().getContent());
      each(signed.getDigestAlgorithms()).forEach(AlgorithmIdentifier::getInstance);
      for (var certificate : each(signed.getCertificates())) {
        if (certificate instanceof ASN1Sequence sequence) {
          takeCertificate(sequence);
        }
      }
      for (var list : each(signed.getCRLs())) {
        if (list instanceof ASN1Sequence sequence) {
          takeList(sequence);
        }
      }
      for (var signer : data.getSignerInfos()) {
        var unsigned = signer.getUnsignedAttributes();
        var stamps =
            unsigned == null
                ? null
                : unsigned.getAll(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
        for (int i = 0; stamps != null && i < stamps.size(); i++) {
          var values =
              org.bouncycastle.asn1.cms.Attribute.getInstance(stamps.get(i)).getAttributeValues();
          for (var value : values) {
            takeToken(value.toASN1Primitive().getEncoded());
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      throw new Damaged(e);
    }
  }

  private static List<ASN1Primitive> each(ASN1Set set) {
    var values = new ArrayList<ASN1Primitive>();
    for (int i = 0; set != null && i < set.size(); i++) {
      values.add(set.getObjectAt(i).toASN1Primitive());
    }
    return values;
  }

  private void take(PdfProof proof) throws Damaged {
    try {
      switch (proof.kind()) {
        case CERTIFICATE -> takeCertificate(ASN1Sequence.getInstance(proof.bytes()));
        case REVOCATION_LIST -> takeList(ASN1Sequence.getInstance(proof.bytes()));
        case OCSP_ANSWER -> takeAnswer(proof.bytes());
      }
    } catch (IOException | OCSPException | RuntimeException e) {
      throw new Damaged(e);
    }
  }

  private void takeCertificate(ASN1Sequence sequence) throws IOException, Damaged {
    if (!isNew(sequence)) {
      return;
    }
    var certificate = new X509CertificateHolder(Certificate.getInstance(sequence));
    var value = SignedValue.of(sequence);
    if (!value.isSaidToBeSignedWith(
        certificate.toASN1Structure().getTBSCertificate().getSignature())) {
      throw new Damaged();
    }
    certificates.add(certificate);
    expect(value, certificate.getIssuer(), certificate.getExtensions());
  }

  private void takeList(ASN1Sequence sequence) throws IOException, Damaged {
    if (!isNew(sequence)) {
      return;
    }
    var list = CertificateList.getInstance(sequence).getTBSCertList();
    var value = SignedValue.of(sequence);
    if (!value.isSaidToBeSignedWith(list.getSignature())) {
      throw new Damaged();
    }
    expect(value, list.getIssuer(), list.getExtensions());
  }

  private void takeAnswer(byte[] bytes) throws IOException, OCSPException, Damaged {
    var response = OCSPResponse.getInstance(bytes);
    var answered = response.getResponseStatus().getIntValue() == OCSPResponseStatus.SUCCESSFUL;
    if (!answered
        || !(new OCSPResp(response).getResponseObject() instanceof BasicOCSPResp answer)
        || !Arrays.equals(bytes, response.getEncoded(ASN1Encoding.DER))) {
      throw new Damaged();
    }
    var sequence = ASN1Sequence.getInstance(response.getResponseBytes().getResponse().getOctets());
    if (sequence.size() > 3) {
      var field = ASN1TaggedObject.getContextInstance(sequence.getObjectAt(3), 0);
      for (var certificate : ASN1Sequence.getInstance(field, true)) {
        takeCertificate(ASN1Sequence.getInstance(certificate));
      }
    }
    var name = answer.getResponderId().toASN1Primitive().getName();
    var enclosed = Arrays.asList(answer.getCerts());
    expected.add(
        new Expected(
            SignedValue.of(sequence),
            known -> name == null ? enclosed : issuers(known, name, null)));
  }

  private void expect(SignedValue value, X500Name name, Extensions extensions) {
    var identifier = extensions == null ? null : AuthorityKeyIdentifier.fromExtensions(extensions);
    var key = identifier == null ? null : identifier.getKeyIdentifierOctets();
    expected.add(new Expected(value, known -> issuers(known, name, key)));
  }

  private void check() throws Damaged {
    for (var one : expected) {
      var issuers = one.issuer().among(known);
      if (!issuers.isEmpty() && !isSignedByOneOf(issuers, one.value())) {
        throw new Damaged();
      }
    }
    for (var token : tokens) {
      var carriesCertificates = !token.getCertificates().getMatches(null).isEmpty();
      for (var signer : token.getSignerInfos()) {
        // whoever brings certificates along brings the one that is named
        if (!isChecked(signer) && carriesCertificates) {
          throw new Damaged();
        }
      }
    }
  }

  /**
   * The signature of a time-stamp; what it was made over is compared by the validation.
   *
   * @return false if nobody bears the name of the signer
   */
  private boolean isChecked(SignerInformation signer) throws Damaged {
    for (var holder : known) {
      if (signer.getSID().match(holder)) {
        if (++checks > MOST_CHECKS) {
          throw new Damaged();
        }
        try {
          if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder))) {
            throw new Damaged();
          }
        } catch (OperatorCreationException
            | CertificateException
            | CMSException
            | RuntimeException e) {
          throw new Damaged(e);
        }
        return true;
      }
    }
    return false;
  }

  /** Who bears the name, and who has the key: a changed name must not hide the issuer. */
  private static List<X509CertificateHolder> issuers(
      List<X509CertificateHolder> known, X500Name name, byte[] key) {
    return known.stream()
        .filter(one -> isNamed(one, name) || (key != null && Arrays.equals(key, keyOf(one))))
        .toList();
  }

  /** Equal names have equal hashes, which are worked out once; the comparison is long. */
  private static boolean isNamed(X509CertificateHolder certificate, X500Name name) {
    return haveOneHash(certificate.getSubject(), name) && certificate.getSubject().equals(name);
  }

  private static boolean haveOneHash(X500Name some, X500Name other) {
    try {
      return some.hashCode() == other.hashCode();
    } catch (RuntimeException e) {
      return true; // with characters that are none; the comparison decides
    }
  }

  private static byte[] keyOf(X509CertificateHolder certificate) {
    try {
      var identifier = SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
      return identifier == null ? new byte[0] : identifier.getKeyIdentifier();
    } catch (RuntimeException e) {
      return new byte[0];
    }
  }

  private boolean isSignedByOneOf(List<X509CertificateHolder> issuers, SignedValue value)
      throws Damaged {
    for (var issuer : issuers) {
      if (++checks > MOST_CHECKS) {
        throw new Damaged();
      }
      if (holds(issuer, value)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(X509CertificateHolder issuer, SignedValue value) {
    try {
      var key = keys.get(issuer);
      if (key == null) {
        key = new IssuerKey(issuer);
        keys.put(issuer, key);
      }
      return key.signed(value.content(), value.algorithm(), value.signature());
    } catch (OperatorCreationException
        | GeneralSecurityException
        | IOException
        | RuntimeException e) {
      return false;
    }
  }

  /**
   * What is signed, how, and the signature: the form that certificates, revocation lists and OCSP
   * answers share (RFC 5280, 4.1.1 and 5.1.1; RFC 6960, 4.2.1). The bytes are those of the file: a
   * value that was read and written again may hide that one was changed.
   */
  private record SignedValue(byte[] content, AlgorithmIdentifier algorithm, byte[] signature) {

    static SignedValue of(ASN1Sequence sequence) throws IOException, Damaged {
      var signature = ASN1BitString.getInstance(sequence.getObjectAt(2));
      var algorithm = AlgorithmIdentifier.getInstance(sequence.getObjectAt(1));
      var parameters = algorithm.getParameters();
      var plain =
          parameters == null
              || parameters instanceof ASN1Null
              || parameters instanceof ASN1Sequence;
      if (signature.getPadBits() != 0 || !plain) {
        throw new Damaged();
      }
      return new SignedValue(
          sequence.getObjectAt(0).toASN1Primitive().getEncoded(), algorithm, signature.getOctets());
    }

    boolean isSaidToBeSignedWith(AlgorithmIdentifier inner) {
      return algorithm.equals(inner);
    }
  }
}
