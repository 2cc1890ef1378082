package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Signature;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;

/** The short way to verify says what Bouncy Castle's own says. */
class IssuerKeyTest {
  private static final byte[] CONTENT = new byte[1000];

  private static boolean byBouncyCastle(
      X509CertificateHolder issuer, AlgorithmIdentifier algorithm, byte[] signature)
      throws Exception {
    var verifier = new JcaContentVerifierProviderBuilder().build(issuer).get(algorithm);
    try (var out = verifier.getOutputStream()) {
      out.write(CONTENT);
    }
    return verifier.verify(signature);
  }

  @Test
  void says_of_whole_and_of_changed_signatures_what_the_long_way_says() throws Exception {
    var algorithms =
        Map.of(
            "leader", List.of("SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "SHA1withRSA"),
            "company", List.of("SHA256withECDSA", "SHA384withECDSA"));
    for (var person : algorithms.entrySet()) {
      var identity = World.PKI.identity(person.getKey());
      var issuer = new JcaX509CertificateHolder(identity.chain().get(0));
      var key = new IssuerKey(issuer);
      for (var name : person.getValue()) {
        var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
        var signing = Signature.getInstance(name);
        signing.initSign(identity.key());
        signing.update(CONTENT);
        var whole = signing.sign();
        var changed = whole.clone();
        changed[whole.length / 2] ^= 1;

        assertThat(key.signed(CONTENT, algorithm, whole)).as(name).isTrue();
        assertThat(byBouncyCastle(issuer, algorithm, whole)).as(name).isTrue();
        assertThat(key.signed(CONTENT, algorithm, changed)).as(name).isFalse();
        assertThat(byBouncyCastle(issuer, algorithm, changed)).as(name).isFalse();
      }
    }
  }
}
