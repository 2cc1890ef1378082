package org.dossierhub.signing.verification;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * The key of an issuer, asked several times what it signed. Bouncy Castle's verifier does the
 * arithmetic of RSA twice, for the sake of some hardware modules; the common algorithms go to the
 * platform straight away.
 */
final class IssuerKey {
  private static final Map<ASN1ObjectIdentifier, String> RSA =
      Map.of(
          PKCSObjectIdentifiers.sha256WithRSAEncryption, "SHA256withRSA",
          PKCSObjectIdentifiers.sha384WithRSAEncryption, "SHA384withRSA",
          PKCSObjectIdentifiers.sha512WithRSAEncryption, "SHA512withRSA");

  private final X509CertificateHolder issuer;
  private PublicKey rsa;
  private ContentVerifierProvider any;

  IssuerKey(X509CertificateHolder issuer) {
    this.issuer = issuer;
  }

  boolean signed(byte[] content, AlgorithmIdentifier algorithm, byte[] signature)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var name = RSA.get(algorithm.getAlgorithm());
    var parameters = algorithm.getParameters();
    if (name == null || (parameters != null && !DERNull.INSTANCE.equals(parameters))) {
      return signedSomehow(content, algorithm, signature);
    }
    var verification = Signature.getInstance(name);
    verification.initVerify(rsa());
    verification.update(content);
    return verification.verify(signature);
  }

  private PublicKey rsa() throws GeneralSecurityException, IOException {
    if (rsa == null) {
      var encoded = issuer.getSubjectPublicKeyInfo().getEncoded();
      rsa = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
    }
    return rsa;
  }

  /** Elliptic curves, PSS, and what else there is. */
  private boolean signedSomehow(byte[] content, AlgorithmIdentifier algorithm, byte[] signature)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    if (any == null) {
      any = new JcaContentVerifierProviderBuilder().build(issuer);
    }
    var verifier = any.get(algorithm);
    try (var out = verifier.getOutputStream()) {
      out.write(content);
    }
    return verifier.verify(signature);
  }
}
