package org.dossierhub.signing.verification;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.dossierhub.signing.verification.pdf.PdfProof;

/**
 * Whether what a file brings along beside its signatures is as its issuers made it: certificates,
 * revocation lists, OCSP answers. No signature of the document covers them, and a validation that
 * has no need of one does not notice that it was changed; but a file in which something was changed
 * does not pass. What comes from an issuer that is not known is left to the validation.
 */
final class EmbeddedProofs {
  private static final int MOST_CHECKS = 2_000;

  private final List<X509CertificateHolder> known = new ArrayList<>();
  private final Map<X509CertificateHolder, ContentVerifierProvider> verifiers =
      new LinkedHashMap<>();
  private final List<X509CertificateHolder> certificates = new ArrayList<>();
  private final List<X509CRLHolder> lists = new ArrayList<>();
  private final List<BasicOCSPResp> answers = new ArrayList<>();
  private int checks;

  private EmbeddedProofs() {}

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
    var embedded = new EmbeddedProofs();
    try {
      embedded.know(anchors.all());
      embedded.know(anchors.intermediates());
      for (var signature : signatures) {
        embedded.takeSignature(signature);
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

  private void know(Collection<X509Certificate> some) {
    for (var certificate : some) {
      try {
        known.add(new X509CertificateHolder(certificate.getEncoded()));
      } catch (IOException | CertificateEncodingException e) {
        throw new IllegalStateException("A certificate that was read can be written", e);
      }
    }
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

  private void take(CMSSignedData data) throws Damaged {
    try {
      certificates.addAll(data.getCertificates().getMatches(null));
      lists.addAll(data.getCRLs().getMatches(null));
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
            take(new CMSSignedData(value.toASN1Primitive().getEncoded()));
          }
        }
      }
    } catch (CMSException | IOException | RuntimeException e) {
      throw new Damaged(e);
    }
  }

  private void take(PdfProof proof) throws Damaged {
    try {
      switch (proof.kind()) {
        case CERTIFICATE -> certificates.add(new X509CertificateHolder(proof.bytes()));
        case REVOCATION_LIST -> lists.add(new X509CRLHolder(proof.bytes()));
        case OCSP_ANSWER -> {
          if (new OCSPResp(proof.bytes()).getResponseObject() instanceof BasicOCSPResp answer) {
            answers.add(answer);
            certificates.addAll(Arrays.asList(answer.getCerts()));
          } else {
            throw new Damaged();
          }
        }
      }
    } catch (IOException | OCSPException | RuntimeException e) {
      throw new Damaged(e);
    }
  }

  private interface Signed {
    boolean by(ContentVerifierProvider verifier) throws CertException, OCSPException;
  }

  private void check() throws Damaged {
    for (var certificate : certificates) {
      expect(certificate.getIssuer(), certificate.getExtensions(), certificate::isSignatureValid);
    }
    for (var list : lists) {
      expect(list.getIssuer(), extensions(list), list::isSignatureValid);
    }
    for (var answer : answers) {
      var name = answer.getResponderId().toASN1Primitive().getName();
      var responders = name == null ? Arrays.asList(answer.getCerts()) : issuers(name, null);
      expect(responders, answer::isSignatureValid);
    }
  }

  private static Extensions extensions(X509CRLHolder list) {
    return list.toASN1Structure().getTBSCertList().getExtensions();
  }

  private void expect(X500Name issuer, Extensions extensions, Signed signed) throws Damaged {
    byte[] key = null;
    try {
      var identifier =
          extensions == null ? null : AuthorityKeyIdentifier.fromExtensions(extensions);
      key = identifier == null ? null : identifier.getKeyIdentifierOctets();
    } catch (RuntimeException e) {
      throw new Damaged(e);
    }
    expect(issuers(issuer, key), signed);
  }

  /** Who bears the name, and who has the key: a changed name must not hide the issuer. */
  private List<X509CertificateHolder> issuers(X500Name name, byte[] key) {
    return known.stream()
        .filter(
            one -> one.getSubject().equals(name) || (key != null && Arrays.equals(key, keyOf(one))))
        .toList();
  }

  private static byte[] keyOf(X509CertificateHolder certificate) {
    try {
      var identifier = SubjectKeyIdentifier.fromExtensions(certificate.getExtensions());
      return identifier == null ? new byte[0] : identifier.getKeyIdentifier();
    } catch (RuntimeException e) {
      return new byte[0];
    }
  }

  private void expect(List<X509CertificateHolder> issuers, Signed signed) throws Damaged {
    for (var issuer : issuers) {
      if (++checks > MOST_CHECKS) {
        throw new Damaged();
      }
      if (holds(issuer, signed)) {
        return;
      }
    }
    if (!issuers.isEmpty()) {
      throw new Damaged();
    }
  }

  private boolean holds(X509CertificateHolder issuer, Signed signed) {
    try {
      var verifier = verifiers.get(issuer);
      if (verifier == null) {
        verifier = new JcaContentVerifierProviderBuilder().build(issuer);
        verifiers.put(issuer, verifier);
      }
      return signed.by(verifier);
    } catch (OperatorCreationException
        | java.security.cert.CertificateException
        | CertException
        | OCSPException
        | RuntimeException e) {
      return false;
    }
  }
}
