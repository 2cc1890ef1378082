package org.dossierhub.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a client when its certificate, or the authority that issued it, lies as PEM in the folder
 * ({@code *.pem}, {@code *.crt}). The folder is looked at in every handshake and read again when a
 * file came, went or changed; an unreadable file is left out and logged, the others count.
 *
 * <p>Says nothing about what a client may do: the application looks up the agency by issuer and
 * serial number for every message. No list of accepted issuers is sent, since that would be fixed
 * when the server starts (and would tell strangers who the partners are).
 */
final class FolderTrustManager extends X509ExtendedTrustManager {

  private static final Logger LOG = Logger.getLogger(FolderTrustManager.class.getName());

  /**
   * @param stamp names, times and sizes of the files
   * @param delegate absent when the folder holds no certificate: then nobody is trusted
   */
  private record Trusted(String stamp, Optional<X509ExtendedTrustManager> delegate) {}

  private final Path folder;
  private volatile Trusted trusted = new Trusted("", Optional.empty());

  FolderTrustManager(Path folder) {
    this.folder = folder;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    delegateFor(chain).checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    delegateFor(chain).checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    delegateFor(chain).checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noServers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noServers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noServers();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  private static CertificateException noServers() {
    return new CertificateException("HubFolder judges clients only");
  }

  private X509ExtendedTrustManager delegateFor(X509Certificate[] chain)
      throws CertificateException {
    var delegate =
        current()
            .delegate()
            .orElseThrow(() -> new CertificateException("No client certificate is trusted yet"));
    chain[0]
        .checkValidity(); // a certificate that is itself in the folder is otherwise accepted after
    // its end, too
    return delegate;
  }

  private Trusted current() throws CertificateException {
    try {
      var files = files();
      var stamp = stamp(files);
      var now = trusted;
      if (!now.stamp().equals(stamp)) {
        now = new Trusted(stamp, delegate(files));
        trusted = now;
      }
      return now;
    } catch (IOException | UncheckedIOException | GeneralSecurityException e) {
      throw new CertificateException(
          "The folder of trusted client certificates cannot be read: " + folder, e);
    }
  }

  private List<Path> files() throws IOException {
    try (var list = Files.list(folder)) {
      return list.filter(file -> file.getFileName().toString().matches("(?i)[^.].*\\.(pem|crt)"))
          .sorted()
          .toList();
    }
  }

  private static String stamp(List<Path> files) {
    return files.stream()
        .map(
            file -> {
              try {
                return file.getFileName()
                    + "|"
                    + Files.getLastModifiedTime(file).toMillis()
                    + "|"
                    + Files.size(file);
              } catch (IOException e) {
                return file.getFileName()
                    + "|gone"; // taken away between the listing and the look; read() will say so if
                // it matters
              }
            })
        .collect(Collectors.joining("\n", "files\n", ""));
  }

  private static Optional<X509ExtendedTrustManager> delegate(List<Path> files)
      throws GeneralSecurityException, IOException {
    var certificates = new ArrayList<X509Certificate>();
    var reader = CertificateFactory.getInstance("X.509");
    for (var file : files) {
      try (var in = Files.newInputStream(file)) {
        reader
            .generateCertificates(in)
            .forEach(certificate -> certificates.add((X509Certificate) certificate));
      } catch (IOException | CertificateException e) {
        LOG.log(
            Level.WARNING,
            e,
            () ->
                "Left out of the trusted client certificates, because it cannot be read: " + file);
      }
    }
    LOG.info(
        () ->
            certificates.size()
                + " client certificates or authorities are trusted from "
                + files.size()
                + " files.");
    if (certificates.isEmpty()) {
      return Optional.empty();
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < certificates.size(); i++) {
      store.setCertificateEntry("trusted-" + i, certificates.get(i));
    }
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return Optional.of(extended);
      }
    }
    throw new GeneralSecurityException(
        "This JVM's PKIX trust manager is not an X509ExtendedTrustManager");
  }
}
