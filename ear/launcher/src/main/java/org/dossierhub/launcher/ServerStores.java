package org.dossierhub.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The server's three stores below its config folder, all under the installation's random master
 * password: its key, the roots it trusts, and the passwords that domain.xml refers to as {@code
 * ${ALIAS=name}}.
 */
final class ServerStores {

  private final Path config;
  private final char[] master;

  ServerStores(Path config, char[] master) {
    this.config = config;
    this.master = master;
  }

  /** keystore.p12 with the one key of the given store, under the alias. */
  void key(String alias, Path source, char[] password)
      throws GeneralSecurityException, IOException {
    var given = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(source)) {
      given.load(in, password);
    }
    var found =
        Collections.list(given.aliases()).stream()
            .filter(
                name -> {
                  try {
                    return given.isKeyEntry(name);
                  } catch (KeyStoreException e) {
                    throw new IllegalStateException("The store was loaded just now", e);
                  }
                })
            .findFirst()
            .orElseThrow(() -> new KeyStoreException("no key in it"));
    var store = empty("PKCS12");
    store.setKeyEntry(
        alias, given.getKey(found, password), master, given.getCertificateChain(found));
    write(store, "keystore.p12");
  }

  /** cacerts.p12 with the roots of the folder. */
  void trust(Path folder) throws GeneralSecurityException, IOException {
    write(roots(folder), "cacerts.p12");
  }

  /** domain-passwords: the form in which the server keeps password aliases. */
  void passwords(Map<String, String> byAlias) throws GeneralSecurityException, IOException {
    var store = empty("JCEKS");
    for (var entry : byAlias.entrySet()) {
      store.setKeyEntry(
          entry.getKey(),
          new SecretKeySpec(entry.getValue().getBytes(StandardCharsets.UTF_8), "AES"),
          master,
          null);
    }
    write(store, "domain-passwords");
  }

  /** For asking the server itself, as a stranger with the installation's roots would. */
  static SSLContext clientContext(Path folder) throws GeneralSecurityException, IOException {
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(roots(folder));
    var context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  static List<Path> pemFiles(Path folder) throws IOException {
    try (var list = Files.list(folder)) {
      return list.filter(file -> file.toString().endsWith(".pem")).sorted().toList();
    }
  }

  private static KeyStore roots(Path folder) throws GeneralSecurityException, IOException {
    var store = empty("PKCS12");
    var reader = CertificateFactory.getInstance("X.509");
    for (var file : pemFiles(folder)) {
      try (var in = Files.newInputStream(file)) {
        int number = 0;
        for (var certificate : reader.generateCertificates(in)) {
          store.setCertificateEntry(file.getFileName() + "-" + number++, certificate);
        }
      }
    }
    return store;
  }

  private static KeyStore empty(String type) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(type);
    store.load(null, null);
    return store;
  }

  private void write(KeyStore store, String name) throws GeneralSecurityException, IOException {
    var file = config.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var out = Files.newOutputStream(file)) {
      store.store(out, master);
    }
  }
}
