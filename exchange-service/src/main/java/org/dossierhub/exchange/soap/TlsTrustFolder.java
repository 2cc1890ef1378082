package org.dossierhub.exchange.soap;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
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
 * never reads half a certificate. Files of other names are somebody else's and stay. Another node
 * may keep the same folder, or may have changed the register: every few seconds the folder is
 * compared with it.
 */
@ApplicationScoped
public class TlsTrustFolder {
  private static final Logger LOG = Correlation.logger(TlsTrustFolder.class);

  /** Seconds between two looks whether register and folder still agree. */
  private static final long ROUND = 5;

  @Resource private ManagedScheduledExecutorService scheduler;
  private ScheduledFuture<?> rounds;
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
    rounds = scheduler.scheduleWithFixedDelay(this::round, ROUND, ROUND, TimeUnit.SECONDS);
  }

  private void round() {
    try {
      write();
    } catch (RuntimeException e) {
      // An exception would end the rounds for good; database and folder come back.
      LOG.log(Level.WARNING, "The trusted client certificates were not compared this time", e);
    }
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  void changed(@Observes AgencyCertificatesChanged event) {
    write();
  }

  /** Also called by hand, after the register was changed behind the application's back. */
  public synchronized void write() {
    var folder = settings.tlsTrustFolder();
    try {
      Files.createDirectories(folder);
      // Looked at before the register: what another node adds meanwhile is not taken for a rest.
      var found = files(folder);
      var wanted = new HashSet<Path>();
      int added = 0;
      for (var known : agencies.certificatesInUse(clock.instant())) {
        var encoded = encoded(known.certificate());
        var file = folder.resolve("agency-" + Sha256.of(encoded).hex() + ".pem");
        wanted.add(file);
        if (!found.contains(file)) {
          replace(file, pem(encoded));
          added++;
        }
      }
      int removed = remove(found, wanted);
      if (added + removed > 0) {
        LOG.info(
            () -> wanted.size() + " client certificates are trusted, " + removed + " taken out");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The folder of trusted client certificates: " + folder, e);
    }
  }

  private static Set<Path> files(Path folder) throws IOException {
    var found = new HashSet<Path>();
    try (var files = Files.newDirectoryStream(folder, "agency-*.pem")) {
      files.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }

  private static int remove(Set<Path> found, Set<Path> wanted) throws IOException {
    int removed = 0;
    for (var file : found) {
      if (!wanted.contains(file) && Files.deleteIfExists(file)) {
        removed++;
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
