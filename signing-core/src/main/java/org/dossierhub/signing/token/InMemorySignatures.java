package org.dossierhub.signing.token;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Who computes signatures with keys that are in the memory of this process: AWS-LC where its
 * provider runs (Linux on x86-64), which needs a quarter of the JDK's time for RSA, elsewhere the
 * JDK. The provider is asked for by those who sign and for nothing else; it is not registered with
 * the JDK, and what others signed is checked without it.
 */
public final class InMemorySignatures {
  private static final Logger LOG = Logger.getLogger(InMemorySignatures.class.getName());
  private static final Optional<Provider> NATIVE = nativeProvider();

  private InMemorySignatures() {}

  /** Empty when it is the JDK. */
  public static Optional<Provider> provider() {
    return NATIVE;
  }

  /**
   * The same key as the provider wants it. To be done once: with the key of another provider each
   * signature costs three times as much.
   */
  public static PrivateKey prepared(PrivateKey key) {
    if (NATIVE.isEmpty()) {
      return key;
    }
    try {
      var factory = KeyFactory.getInstance(key.getAlgorithm(), NATIVE.get());
      return (PrivateKey) factory.translateKey(key);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      LOG.log(Level.FINE, "A key stays with the JDK", e); // which signs with any key it can read
      return key;
    }
  }

  /**
   * @param algorithm a standard name of the JDK, SHA256withRSA for instance
   */
  static Signature signature(String algorithm) throws GeneralSecurityException {
    return NATIVE.isEmpty()
        ? Signature.getInstance(algorithm)
        : Signature.getInstance(algorithm, NATIVE.get());
  }

  private static Optional<Provider> nativeProvider() {
    try {
      var provider = AmazonCorrettoCryptoProvider.INSTANCE;
      provider.assertHealthy();
      if (provider.runSelfTests() == SelfTestStatus.PASSED) {
        LOG.info("Signatures are computed by " + provider.getInfo());
        return Optional.of(provider);
      }
      LOG.warning("Signatures are computed by the JDK: the self-tests of " + provider + " failed");
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.INFO, "Signatures are computed by the JDK: {0}", e.getMessage());
    }
    return Optional.empty();
  }
}
