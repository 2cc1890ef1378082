package org.dossierhub.signing.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fast signatures beside those of the JDK. */
class InMemorySignaturesTest {
  private final Random random = new Random(11);

  @ParameterizedTest
  @CsvSource({"2048", "3072", "4096"})
  void with_rsa_they_are_byte_for_byte_those_of_the_jdk(int bits) throws Exception {
    var keys = keys("RSA", bits);
    var prepared = InMemorySignatures.prepared(keys.getPrivate());

    for (var algorithm : new String[] {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"}) {
      var signed = bytes();
      assertThat(fast(algorithm, prepared, signed))
          .isEqualTo(sign(Signature.getInstance(algorithm), keys.getPrivate(), signed));
    }
  }

  @ParameterizedTest
  @CsvSource({"256, SHA256withECDSA", "384, SHA384withECDSA"})
  void with_elliptic_curves_the_jdk_finds_them_good(int bits, String algorithm) throws Exception {
    var keys = keys("EC", bits);
    var prepared = InMemorySignatures.prepared(keys.getPrivate());
    var signed = bytes();

    var verification = Signature.getInstance(algorithm);
    verification.initVerify(keys.getPublic());
    verification.update(signed);

    assertThat(verification.verify(fast(algorithm, prepared, signed))).isTrue();
  }

  @Test
  void a_key_that_was_not_prepared_signs_too() throws Exception {
    var key = keys("RSA", 2048).getPrivate();
    var signed = bytes();

    assertThat(fast("SHA256withRSA", key, signed))
        .isEqualTo(sign(Signature.getInstance("SHA256withRSA"), key, signed));
  }

  @Test
  void the_jdk_does_not_use_the_provider_by_itself() {
    InMemorySignatures.provider()
        .ifPresent(provider -> assertThat(Security.getProvider(provider.getName())).isNull());
  }

  @Test
  void on_linux_with_x86_64_the_provider_is_there() {
    assumeThat(System.getProperty("os.name") + System.getProperty("os.arch"))
        .isEqualTo("Linuxamd64");

    assertThat(InMemorySignatures.provider()).isPresent();
  }

  private static byte[] fast(String algorithm, PrivateKey key, byte[] signed) throws Exception {
    return sign(InMemorySignatures.signature(algorithm), key, signed);
  }

  private static byte[] sign(Signature signature, PrivateKey key, byte[] signed) throws Exception {
    signature.initSign(key);
    signature.update(signed);
    return signature.sign();
  }

  private byte[] bytes() {
    var bytes = new byte[random.nextInt(5000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static KeyPair keys(String algorithm, int bits) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
