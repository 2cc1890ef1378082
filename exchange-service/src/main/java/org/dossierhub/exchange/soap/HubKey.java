package org.dossierhub.exchange.soap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.dossierhub.exchange.settings.SystemKeySettings;
import org.dossierhub.signing.token.InMemorySignatures;

/**
 * The operator's system key, for signing envelopes and for the client side of TLS. Read from
 * PKCS#12 when it is first needed.
 */
@ApplicationScoped
class HubKey {
  private SystemKeySettings settings;
  private Opened opened;

  private record Opened(KeyStore store, String alias, char[] password, PrivateKey key) {}

  /** For the container's proxy. */
  protected HubKey() {}

  @Inject
  HubKey(SystemKeySettings settings) {
    this.settings = settings;
  }

  KeyStore store() {
    return open().store();
  }

  String alias() {
    return open().alias();
  }

  PrivateKey privateKey() {
    return open().key();
  }

  X509Certificate certificate() {
    try {
      return (X509Certificate) open().store().getCertificate(open().alias());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The system key has no certificate", e);
    }
  }

  /** The signature algorithm that goes with the key, with SHA-256. */
  String signatureAlgorithm() {
    return switch (certificate().getPublicKey().getAlgorithm()) {
      case "RSA" -> WireSecurity.RSA_SHA256;
      case "EC" -> WireSecurity.ECDSA_SHA256;
      default ->
          throw new IllegalStateException(
              "The system key is neither RSA nor EC: "
                  + certificate().getPublicKey().getAlgorithm());
    };
  }

  KeyManager[] keyManagers() throws GeneralSecurityException {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(open().store(), open().password());
    return factory.getKeyManagers();
  }

  private synchronized Opened open() {
    if (opened == null) {
      var password = settings.password().revealSecret();
      try (var in = Files.newInputStream(settings.keystore())) {
        var store = KeyStore.getInstance("PKCS12");
        store.load(in, password);
        var alias = keyAlias(store);
        var key = (PrivateKey) store.getKey(alias, password);
        opened =
            new Opened(
                store,
                alias,
                Arrays.copyOf(password, password.length),
                InMemorySignatures.prepared(key));
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(
            "The system key in " + settings.keystore() + " cannot be opened", e);
      } finally {
        Arrays.fill(password, '\0');
      }
    }
    return opened;
  }

  private static String keyAlias(KeyStore store) throws GeneralSecurityException {
    Optional<String> alias = Optional.empty();
    for (var name : Collections.list(store.aliases())) {
      if (store.isKeyEntry(name)) {
        alias = Optional.of(name);
      }
    }
    return alias.orElseThrow(() -> new GeneralSecurityException("There is no key in it"));
  }
}
