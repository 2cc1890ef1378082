package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.dossierhub.signing.verification.CertificateStatus.Kind;
import org.junit.jupiter.api.Test;

class AskCertificateStatusTest {
  private static final Instant NOW = World.NOW.plusSeconds(60);

  private static CertificateStatus ask(String identity, RevocationSource source) {
    return new AskCertificateStatus(World.ANCHORS, source, Clock.fixed(NOW, ZoneOffset.UTC))
        .ask(World.token(identity).certificate());
  }

  /** Only one of the two services answers, and as at that moment. */
  private static RevocationSource only(boolean ocsp, Instant at) {
    var all = World.revocationAt(at);
    return new RevocationSource() {
      @Override
      public Optional<byte[]> ocsp(URI responder, byte[] request) {
        return ocsp ? all.ocsp(responder, request) : Optional.empty();
      }

      @Override
      public Optional<byte[]> crl(URI distributionPoint) {
        return ocsp ? Optional.empty() : all.crl(distributionPoint);
      }
    };
  }

  @Test
  void ocsp_and_crl_say_the_same_of_a_good_and_of_a_revoked_certificate() {
    for (var ocsp : new boolean[] {true, false}) {
      assertThat(ask("agency-h99-21", only(ocsp, NOW)).kind()).isEqualTo(Kind.GOOD);
      var revoked = ask("leader-revoked", only(ocsp, NOW));
      assertThat(revoked.kind()).isEqualTo(Kind.REVOKED);
      assertThat(revoked.revoked().orElseThrow()).isBefore(NOW.minus(Duration.ofDays(5)));
      assertThat(revoked.detail()).contains(ocsp ? "OCSP http" : "CRL of");
    }
  }

  @Test
  void what_cannot_be_had_is_unknown_and_never_good() {
    assertThat(ask("agency-h99-21", RevocationSource.none()).kind()).isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void answers_that_are_old_or_not_the_issuers_are_no_answers() {
    var old = NOW.minus(Duration.ofDays(60));
    assertThat(ask("agency-h99-21", only(true, old)).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(ask("agency-h99-21", only(false, old)).kind()).isEqualTo(Kind.UNKNOWN);
    var forged =
        new RevocationSource() {
          @Override
          public Optional<byte[]> ocsp(URI responder, byte[] request) {
            return World.revocationAt(NOW)
                .ocsp(responder, request)
                .map(AskCertificateStatusTest::bent);
          }

          @Override
          public Optional<byte[]> crl(URI distributionPoint) {
            return World.revocationAt(NOW)
                .crl(distributionPoint)
                .map(AskCertificateStatusTest::bent);
          }
        };
    assertThat(ask("leader-revoked", forged).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(
            ask(
                    "agency-h99-21",
                    new RevocationSource() {
                      @Override
                      public Optional<byte[]> ocsp(URI responder, byte[] request) {
                        return Optional.of(new byte[] {1, 2, 3});
                      }

                      @Override
                      public Optional<byte[]> crl(URI distributionPoint) {
                        return Optional.of("<html>404</html>".getBytes());
                      }
                    })
                .kind())
        .isEqualTo(Kind.UNKNOWN);
  }

  @Test
  void a14_an_impostor_with_the_same_issuer_name_is_nobody_the_issuer_speaks_of() {
    assertThat(ask("impostor", World.revocationAt(NOW)).kind()).isEqualTo(Kind.UNKNOWN);
  }

  /** A signature that no longer holds. */
  private static byte[] bent(byte[] answer) {
    var bent = answer.clone();
    bent[bent.length - 20] ^= 1;
    return bent;
  }
}
