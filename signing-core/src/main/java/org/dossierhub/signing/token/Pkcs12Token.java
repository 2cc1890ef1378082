package org.dossierhub.signing.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A key held in the memory of this process, read from a PKCS#12 file (RFC 7292) or handed over.
 * Opening a file derives a key from the password and costs several signatures: open once, use long.
 */
public final class Pkcs12Token implements SigningToken {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  private Pkcs12Token(PrivateKey key, List<X509Certificate> chain) {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("A signing key needs its certificate");
    }
    this.key = InMemorySignatures.prepared(key);
    this.chain = List.copyOf(chain);
  }

  /** A key that is already in memory, with its chain, signer first. */
  public static Pkcs12Token of(PrivateKey key, List<X509Certificate> chain) {
    return new Pkcs12Token(key, chain);
  }

  /**
   * Opens the only key of a PKCS#12 file. IOException when the file cannot be read, the password is
   * wrong, or there is not exactly one key in it.
   */
  public static Pkcs12Token open(Path file, char[] password) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      var keys = new ArrayList<String>();
      for (var alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw new IOException(file.getFileName() + ": expected one key, found " + keys.size());
      }
      var alias = keys.get(0);
      var key = (PrivateKey) store.getKey(alias, password);
      return new Pkcs12Token(key, x509(store.getCertificateChain(alias)));
    } catch (UnrecoverableKeyException e) {
      throw new IOException(file.getFileName() + ": the password does not open the key", e);
    } catch (GeneralSecurityException e) {
      throw new IOException(file.getFileName() + ": not a usable PKCS#12 file", e);
    }
  }

  static List<X509Certificate> x509(Certificate[] chain) {
    return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
  }

  @Override
  public List<X509Certificate> chain() {
    return chain;
  }

  @Override
  public byte[] sign(byte[] toBeSigned) {
    try {
      var signature = InMemorySignatures.signature(SignatureScheme.of(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(toBeSigned);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new TokenUnavailable(
          "The key of " + chain.get(0).getSubjectX500Principal() + " does not sign", e);
    }
  }

  @Override
  public void close() {
    // The key stays with whoever handed it over; there is no session to end.
  }
}
