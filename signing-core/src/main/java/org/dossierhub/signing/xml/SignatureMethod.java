package org.dossierhub.signing.xml;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/** The signature algorithms accepted (Thông tư 15/2025/TT-BKHCN, annex 1.2 and 1.3; RFC 6931). */
enum SignatureMethod {
  RSA_SHA256("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "SHA256withRSA", 0),
  RSA_SHA384("http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "SHA384withRSA", 0),
  RSA_SHA512("http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "SHA512withRSA", 0),
  PSS_SHA256("http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "RSASSA-PSS", 256),
  PSS_SHA384("http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", "RSASSA-PSS", 384),
  PSS_SHA512("http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", "RSASSA-PSS", 512),
  ECDSA_SHA256(
      "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "SHA256withECDSAinP1363Format", 0),
  ECDSA_SHA384(
      "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "SHA384withECDSAinP1363Format", 0),
  ECDSA_SHA512(
      "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "SHA512withECDSAinP1363Format", 0);

  private final String uri;
  private final String javaName;
  private final int pssDigestBits;

  SignatureMethod(String uri, String javaName, int pssDigestBits) {
    this.uri = uri;
    this.javaName = javaName;
    this.pssDigestBits = pssDigestBits;
  }

  static Optional<SignatureMethod> of(String uri) {
    return Arrays.stream(values()).filter(method -> method.uri.equals(uri)).findFirst();
  }

  /**
   * The method in which a {@link org.dossierhub.signing.token.SigningToken} with this key signs.
   */
  static SignatureMethod signedWith(PublicKey key) {
    if (key instanceof RSAPublicKey) {
      return RSA_SHA256;
    }
    if (key instanceof ECPublicKey) {
      return ECDSA_SHA256;
    }
    throw new IllegalArgumentException("No way to sign XML with a key " + key.getAlgorithm());
  }

  String uri() {
    return uri;
  }

  /** Empty when this key may be used with this method, else what is wrong with it. */
  Optional<String> objectionTo(PublicKey key) {
    if (key instanceof RSAPublicKey rsa && !name().startsWith("ECDSA")) {
      var bits = rsa.getModulus().bitLength();
      return bits >= 2048 ? Optional.empty() : Optional.of("an RSA key of " + bits + " bits");
    }
    if (key instanceof ECPublicKey ec && name().startsWith("ECDSA")) {
      var bits = ec.getParams().getOrder().bitLength();
      return bits >= 256 ? Optional.empty() : Optional.of("an EC key of " + bits + " bits");
    }
    return Optional.of("a key " + key.getAlgorithm() + " with the method " + uri);
  }

  boolean verifies(PublicKey key, byte[] signed, byte[] value) {
    try {
      var signature = Signature.getInstance(javaName);
      if (pssDigestBits > 0) {
        var hash = "SHA-" + pssDigestBits;
        signature.setParameter(
            new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), pssDigestBits / 8, 1));
      }
      signature.initVerify(key);
      signature.update(signed);
      return signature.verify(value);
    } catch (GeneralSecurityException e) {
      // JCA throws for values that cannot even be decoded: they do not verify.
      return false;
    }
  }
}
