package org.dossierhub.exchange.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.dossierhub.exchange.settings.NetworkSettings;
import org.dossierhub.exchange.settings.TimestampSettings;
import org.dossierhub.exchange.settings.TrustSettings;
import org.dossierhub.signing.pdf.ExtendPdf;
import org.dossierhub.signing.timestamp.HttpTimestampAuthority;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.AskCertificateStatus;
import org.dossierhub.signing.verification.NetworkRevocationSource;
import org.dossierhub.signing.verification.PolicyProfile;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.VerifyDocument;

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
    return new NetworkRevocationSource(settings.allowed(), clock);
  }

  @Produces
  @Singleton
  VerifyDocument verification(TrustAnchors anchors, RevocationSource revocation, Clock clock) {
    return new VerifyDocument(PolicyProfile.VN_GOV_2025, anchors, revocation, clock);
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
  ExtendPdf extension(
      TimestampAuthority authority,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock) {
    return new ExtendPdf(authority, anchors, revocation, clock);
  }
}
