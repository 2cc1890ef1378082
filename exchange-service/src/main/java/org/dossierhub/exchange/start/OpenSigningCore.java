package org.dossierhub.exchange.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.dossierhub.exchange.settings.NetworkSettings;
import org.dossierhub.exchange.settings.TimestampSettings;
import org.dossierhub.exchange.settings.TrustSettings;
import org.dossierhub.exchange.settings.VerificationSettings;
import org.dossierhub.exchange.work.HubStarted;
import org.dossierhub.signing.evidence.PackEvidence;
import org.dossierhub.signing.pdf.ExtendPdf;
import org.dossierhub.signing.timestamp.AskTimestamp;
import org.dossierhub.signing.timestamp.HttpTimestampAuthority;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.timestamp.TimestampTrust;
import org.dossierhub.signing.verification.AskCertificateStatus;
import org.dossierhub.signing.verification.HostTable;
import org.dossierhub.signing.verification.NetworkRevocationSource;
import org.dossierhub.signing.verification.Policies;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.XmlSafety;
import org.dossierhub.signing.worker.VerificationWorkers;
import org.dossierhub.signing.worker.WorkerSettings;

/**
 * Opens the signing core with the hub's anchors, its allow-list of hosts and its time-stamp
 * authority.
 */
@ApplicationScoped
public class OpenSigningCore {
  /** Government time-stamp authorities have been seen to take up to 131 s. */
  private static final Duration TIMESTAMP_WITHIN = Duration.ofSeconds(180);

  private static final int TIMESTAMPS_AT_ONCE = 4;

  @Produces
  @Singleton
  TrustAnchors anchors(TrustSettings settings) {
    return TrustAnchors.load(settings.trustFolder());
  }

  @Produces
  @Singleton
  RevocationSource revocation(NetworkSettings settings, Clock clock) {
    return new NetworkRevocationSource(
        settings.allowed(), settings.hosts().map(HostTable::in).orElseGet(HostTable::none), clock);
  }

  /** Strangers' bytes are read in processes of their own (docs/decisions/0012). */
  @Produces
  @Singleton
  VerificationWorkers verification(
      VerificationSettings settings,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock) {
    return new VerificationWorkers(
        WorkerSettings.forServer()
            .withWorkers(settings.workers())
            .withHeap(settings.heapMegabytes())
            .withPatience(settings.patience()),
        Policies.byHierarchy(),
        anchors,
        revocation,
        clock,
        false);
  }

  void end(@Disposes VerificationWorkers workers) {
    workers.close();
  }

  /**
   * The hub does not start on an XML parser that expands entities, here or in the workers (hazard
   * A9). They start only now, so that they do not get warm at the expense of the deployment.
   */
  void prove(@Observes HubStarted started, VerificationWorkers workers) {
    XmlSafety.probe();
    workers.awaitFit();
  }

  @Produces
  @Singleton
  AskCertificateStatus certificateStatus(
      TrustAnchors anchors, RevocationSource revocation, Clock clock) {
    return new AskCertificateStatus(anchors, revocation, clock);
  }

  @Produces
  @Singleton
  TimestampAuthority timestampAuthority(TimestampSettings settings) {
    return new HttpTimestampAuthority(settings.url(), TIMESTAMP_WITHIN, TIMESTAMPS_AT_ONCE);
  }

  @Produces
  @Singleton
  AskTimestamp askTimestamp(TimestampAuthority authority, TrustAnchors anchors) {
    return new AskTimestamp(authority, new TimestampTrust(anchors.all(), anchors.intermediates()));
  }

  @Produces
  @Singleton
  PackEvidence packing(
      TimestampAuthority authority,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock) {
    return new PackEvidence(authority, anchors, revocation, clock);
  }

  @Produces
  @Singleton
  ExtendPdf extension(
      TimestampAuthority authority,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock) {
    return new ExtendPdf(authority, anchors, revocation, clock);
  }
}
