package org.dossierhub.system.neighbour;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificate and key an agency's own system uses for TLS, WS-Security and manifests, read from
 * a PKCS#12 file.
 */
public record SystemIdentity(
    String name, KeyStore store, char[] password, PrivateKey key, List<X509Certificate> chain) {

  /** Opens {@code NAME.p12} with {@code NAME.password} in the folder of identities. */
  public static SystemIdentity open(Path identities, String name) {
    try (InputStream in = Files.newInputStream(identities.resolve(name + ".p12"))) {
      var password = Files.readString(identities.resolve(name + ".password")).strip().toCharArray();
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      var alias = store.aliases().nextElement();
      var chain =
          Arrays.stream(store.getCertificateChain(alias)).map(X509Certificate.class::cast).toList();
      return new SystemIdentity(
          name, store, password, (PrivateKey) store.getKey(alias, password), chain);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Cannot open the identity " + name + " in " + identities, e);
    }
  }

  /** The alias under which the store keeps the key. */
  public String alias() {
    try {
      return store.aliases().nextElement();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate of the agency's system itself. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /** For either side of a TLS connection. */
  public KeyManager[] keyManagers() {
    try {
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Trust in exactly the roots of one folder of PEM files. */
  public static TrustManager[] trustManagers(Path tlsRoots) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(roots(tlsRoots));
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS towards the hub: our certificate when asked, and only the given roots believed. */
  public SSLContext tls(Path tlsRoots) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), trustManagers(tlsRoots), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** TLS without a certificate of our own, as a citizen's browser has it. */
  public static SSLContext anonymousTls(Path tlsRoots) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(tlsRoots), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every certificate in the PEM files of some folders, to be trusted. */
  static KeyStore roots(Path... folders) {
    try {
      var trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      int number = 0;
      for (var certificate : certificates(folders)) {
        trust.setCertificateEntry("certificate-" + number++, certificate);
      }
      return trust;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("Cannot trust " + Arrays.toString(folders), e);
    }
  }

  /** Every certificate in the PEM files of some folders. */
  static List<Certificate> certificates(Path... folders) {
    var all = new ArrayList<Certificate>();
    try {
      var x509 = CertificateFactory.getInstance("X.509");
      for (Path folder : folders) {
        try (var files = Files.list(folder)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".pem")).toList()) {
            try (InputStream in = Files.newInputStream(file)) {
              all.addAll(x509.generateCertificates(in));
            }
          }
        }
      }
      return all;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "Cannot read the certificates in " + Arrays.toString(folders), e);
    }
  }
}
