package org.dossierhub.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.dossierhub.pki.Declaration.Entry;
import org.dossierhub.pki.Declaration.Trust;

/**
 * The development PKI on disk:
 *
 * <pre>
 * pki.properties                  the day it was made and its address
 * authorities/NAME.p12 .password  keys of the authorities
 * identities/NAME.p12 .password   key and chain of everybody else; NAME.crt.pem: the chain alone
 * trust/government, trust/public, trust/intermediates, trust/tls   *.pem
 * </pre>
 *
 * A new folder appears complete or not at all; two programs that start at once make it once.
 */
final class PkiFolder implements Keeping {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final Declaration declaration;

  private final Issuing issuing;
  private final Map<String, Identity> identities = new HashMap<>();
  private final Map<String, X509Certificate> certificates = new HashMap<>();

  private PkiFolder(Path folder, Declaration declaration, Issuing issuing) {
    this.folder = folder;
    this.declaration = declaration;
    this.issuing = issuing;
  }

  /**
   * @param baseUrl absent: the folder must exist and keeps its own
   */
  static synchronized Keeping openOrCreate(
      Path where, Declaration declaration, Optional<URI> baseUrl) throws IOException {
    var folder = where.toAbsolutePath().normalize();
    PrivateFiles.folder(folder.getParent());
    try (var lock =
            FileChannel.open(
                folder.resolveSibling("." + folder.getFileName() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var held = lock.lock()) {
      if (Files.exists(folder.resolve("pki.properties"))) {
        return open(folder, declaration, baseUrl);
      }
      if (Files.exists(folder) && !isEmpty(folder)) {
        throw new IllegalStateException(
            folder + " holds something else than a development PKI; name an empty or new folder");
      }
      var address =
          baseUrl.orElseThrow(
              () -> new IllegalStateException("There is no development PKI in " + folder + " yet"));
      var issuing = new Issuing(LocalDate.now(ZoneOffset.UTC), address);
      var draft = folder.resolveSibling("." + folder.getFileName() + ".new");
      PrivateFiles.delete(draft); // of a creation that was interrupted
      new PkiFolder(draft, declaration, issuing).create();
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      return new PkiFolder(folder, declaration, issuing);
    }
  }

  private static PkiFolder open(Path folder, Declaration declaration, Optional<URI> baseUrl)
      throws IOException {
    var properties = new Properties();
    try (var in = Files.newInputStream(folder.resolve("pki.properties"))) {
      properties.load(in);
    }
    var address = URI.create(properties.getProperty("baseUrl"));
    if (baseUrl.isPresent() && !baseUrl.get().equals(address)) {
      throw new IllegalStateException(
          "The certificates in "
              + folder
              + " name "
              + address
              + " and cannot be served at "
              + baseUrl.get()
              + "; use that address or another folder");
    }
    var created = LocalDate.parse(properties.getProperty("created"));
    var opened = new PkiFolder(folder, declaration, new Issuing(created, address));
    opened.addWhatTheDeclarationHasGained();
    return opened;
  }

  private void create() throws IOException {
    PrivateFiles.folder(folder);
    var made = new InMemoryKeeping(declaration, issuing);
    made.makeAll();
    for (var entry : declaration.entries()) {
      write(entry, made.identity(entry.name()));
    }
    var state = new ByteArrayOutputStream();
    var properties = new Properties();
    properties.setProperty("created", issuing.created().toString());
    properties.setProperty("baseUrl", issuing.baseUrl().toString());
    properties.store(state, "Development PKI of Dossier Hub: for tests and the demonstration only");
    PrivateFiles.write(folder.resolve("pki.properties"), state.toByteArray());
  }

  private void addWhatTheDeclarationHasGained() throws IOException {
    var there = new ArrayList<Entry>();
    var missing = new ArrayList<Entry>();
    for (var entry : declaration.entries()) {
      (Files.exists(file(entry, ".p12")) ? there : missing).add(entry);
    }
    if (missing.isEmpty()) {
      return;
    }
    var making = new InMemoryKeeping(declaration, issuing);
    for (var entry : there) {
      making.put(read(entry));
    }
    for (var entry : missing) {
      write(entry, making.identity(entry.name()));
    }
  }

  @Override
  public Issuing issuing() {
    return issuing;
  }

  @Override
  public synchronized Identity identity(String name) {
    return identities.computeIfAbsent(
        name,
        n -> {
          try {
            return read(declaration.entry(n));
          } catch (IOException e) {
            throw new UncheckedIOException(
                "The key of " + n + " in " + folder + " is not there", e);
          }
        });
  }

  @Override
  public synchronized Optional<X509Certificate> made(String name) {
    return Optional.of(
        certificates.computeIfAbsent(
            name,
            n -> {
              // Without the key: an answer about everybody must not open everybody's key.
              try (var in = Files.newInputStream(file(declaration.entry(n), ".crt.pem"))) {
                return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
              } catch (IOException e) {
                throw new UncheckedIOException("The certificate of " + n + " is not there", e);
              } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The certificate of " + n + " is damaged", e);
              }
            }));
  }

  private void write(Entry entry, Identity identity) throws IOException {
    PrivateFiles.folder(file(entry, ".p12").getParent());
    var random = new byte[24];
    RANDOM.nextBytes(random);
    var password = Base64.getUrlEncoder().withoutPadding().encode(random);
    PrivateFiles.write(file(entry, ".password"), password);
    PrivateFiles.write(file(entry, ".crt.pem"), pem(identity.chain()));
    trustedAs(entry).forEach(kind -> writeTrusted(kind, identity));
    var p12 = new ByteArrayOutputStream();
    var characters = new String(password, StandardCharsets.US_ASCII).toCharArray();
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          entry.name(), identity.key(), characters, identity.chain().toArray(Certificate[]::new));
      store.store(p12, characters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key of " + entry.name() + " could not be stored", e);
    } finally {
      Arrays.fill(characters, '\0');
    }
    PrivateFiles.write(file(entry, ".p12"), p12.toByteArray()); // last: who has it has everything
  }

  private Identity read(Entry entry) throws IOException {
    var password = Files.readString(file(entry, ".password")).strip().toCharArray();
    try (var in = Files.newInputStream(file(entry, ".p12"))) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      var chain =
          Arrays.stream(store.getCertificateChain(entry.name()))
              .map(X509Certificate.class::cast)
              .toList();
      return new Identity(entry.name(), (PrivateKey) store.getKey(entry.name(), password), chain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The key of " + entry.name() + " in " + folder + " cannot be read: " + e.getMessage(), e);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private void writeTrusted(String kind, Identity identity) {
    try {
      var place = folder.resolve("trust").resolve(kind);
      PrivateFiles.folder(place);
      PrivateFiles.write(
          place.resolve(identity.name() + ".pem"), pem(List.of(identity.certificate())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> trustedAs(Entry entry) {
    if (!entry.isAuthority() || entry.trust() == Trust.NONE) {
      return List.of();
    }
    if (entry.issuer().isPresent()) {
      return List.of("intermediates");
    }
    return switch (entry.trust()) {
      case GOVERNMENT -> List.of("government", "tls"); // agencies' systems connect with these
      case PUBLIC -> List.of("public");
      case TLS -> List.of("tls");
      case NONE -> List.of();
    };
  }

  private Path file(Entry entry, String ending) {
    return folder
        .resolve(entry.isAuthority() ? "authorities" : "identities")
        .resolve(entry.name() + ending);
  }

  private static byte[] pem(List<X509Certificate> certificates) throws IOException {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      for (var certificate : certificates) {
        pem.writeObject(certificate);
      }
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
