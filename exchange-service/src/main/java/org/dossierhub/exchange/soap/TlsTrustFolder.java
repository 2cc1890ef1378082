package org.dossierhub.exchange.soap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.registry.AgencyCertificatesChanged;
import org.dossierhub.exchange.settings.TrustSettings;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;
import org.dossierhub.signing.identity.Sha256;

/**
 * Keeps the folder the mutual-TLS listener trusts equal to the certificates in use: one file for
 * each, {@code agency-SHA256.pem}. A file appears and disappears in one step, so that the listener
 * never reads half a certificate. Files of other names are somebody else's and stay.
 */
@ApplicationScoped
public class TlsTrustFolder {
  private static final Logger LOG = Correlation.logger(TlsTrustFolder.class);

  private Agencies agencies;
  private TrustSettings settings;
  private Clock clock;

  /** For the container's proxy. */
  protected TlsTrustFolder() {}

  @Inject
  public TlsTrustFolder(Agencies agencies, TrustSettings settings, Clock clock) {
    this.agencies = agencies;
    this.settings = settings;
    this.clock = clock;
  }

  void started(@Observes HubStarted event) {
    write();
  }

  void changed(@Observes AgencyCertificatesChanged event) {
    write();
  }

  /** Also called by hand, after the register was changed behind the application's back. */
  public synchronized void write() {
    var folder = settings.tlsTrustFolder();
    try {
      Files.createDirectories(folder);
      var wanted = new HashSet<Path>();
      for (var known : agencies.certificatesInUse(clock.instant())) {
        var encoded = encoded(known.certificate());
        var file = folder.resolve("agency-" + Sha256.of(encoded).hex() + ".pem");
        wanted.add(file);
        if (!Files.exists(file)) {
          replace(file, pem(encoded));
        }
      }
      int removed = removeOthers(folder, wanted);
      LOG.info(() -> wanted.size() + " client certificates are trusted, " + removed + " taken out");
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of trusted client certificates: " + folder, e);
    }
  }

  private static int removeOthers(Path folder, Set<Path> wanted) throws IOException {
    int removed = 0;
    try (var files = Files.newDirectoryStream(folder, "agency-*.pem")) {
      for (var file : files) {
        if (!wanted.contains(file)) {
          Files.delete(file);
          removed++;
        }
      }
    }
    return removed;
  }

  private static void replace(Path file, String pem) throws IOException {
    var temporary = Files.createTempFile(file.getParent(), "new", ".tmp");
    Files.writeString(temporary, pem, StandardCharsets.US_ASCII);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A registered certificate cannot be encoded", e);
    }
  }

  private static String pem(byte[] encoded) {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  }
}
