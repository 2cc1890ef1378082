package org.dossierhub.signing.verification;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.pdf.ResultLayout;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.Pkcs12Token;

/**
 * The people, authorities and documents of the tests; revocation and time-stamps are answered in
 * process.
 */
final class World {
  static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  static final Instant NOW = Instant.now();
  static final TrustAnchors ANCHORS =
      TrustAnchors.of(PKI.governmentAnchors(), PKI.publicAnchors(), PKI.intermediates());

  private World() {}

  static Pkcs12Token token(String name) {
    var identity = PKI.identity(name);
    return Pkcs12Token.of(identity.key(), identity.chain());
  }

  /** Authorities that answer as at that moment. */
  static RevocationSource revocationAt(Instant at) {
    return new RevocationSource() {
      @Override
      public Optional<byte[]> ocsp(URI responder, byte[] request) {
        return Optional.of(PKI.ocspAnswer(request, at));
      }

      @Override
      public Optional<byte[]> crl(URI distributionPoint) {
        var path = distributionPoint.getPath();
        return Optional.of(
            PKI.crl(path.substring(path.lastIndexOf('/') + 1).replace(".crl", ""), at));
      }
    };
  }

  static ValidationReport verify(byte[] document) {
    return verifyAt(NOW.plusSeconds(60), document);
  }

  static ValidationReport verifyAt(Instant at, byte[] document) {
    return verify(ANCHORS, revocationAt(at), at, document);
  }

  /** Each signature by the policy of its hierarchy. */
  static ValidationReport verify(
      TrustAnchors anchors, RevocationSource revocation, Instant at, byte[] document) {
    return BothWays.verify(
        Policies.byHierarchy(), anchors, revocation, false, document, Optional.empty(), at);
  }

  static ValidationReport verify(
      PolicyProfile policy,
      TrustAnchors anchors,
      RevocationSource revocation,
      Instant at,
      byte[] document) {
    return BothWays.verify(
        Policies.always(PolicyFile.of(policy)),
        anchors,
        revocation,
        false,
        document,
        Optional.empty(),
        at);
  }

  static SignPdf signingAt(Instant at) {
    return new SignPdf(Clock.fixed(at, ZoneOffset.UTC));
  }

  /** A decision with its places reserved, not signed. */
  static byte[] reserved() {
    return Documents.RESERVED;
  }

  static byte[] signedByLeader() {
    return Documents.SIGNED_BY_LEADER;
  }

  static byte[] filled() {
    return Documents.FILLED;
  }

  /** Signed by the leader, numbered, dated and sealed by the clerk. */
  static byte[] sealed() {
    return Documents.SEALED;
  }

  /** Each is made once. */
  private static final class Documents {
    static final byte[] RESERVED = ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision());
    static final byte[] SIGNED_BY_LEADER =
        signingAt(NOW.minus(Duration.ofHours(3)))
            .signAsLeader(RESERVED, token("leader"), Optional.of(DecisionPdf.signatureImage()));
    static final byte[] FILLED =
        ResultForm.fill(SIGNED_BY_LEADER, "123/QĐ-SXD", LocalDate.ofInstant(NOW, ZoneOffset.UTC));
    static final byte[] SEALED =
        signingAt(NOW.minus(Duration.ofHours(2)))
            .sealAsAgency(FILLED, token("clerk-seal"), Optional.of(DecisionPdf.sealImage()));
  }
}
