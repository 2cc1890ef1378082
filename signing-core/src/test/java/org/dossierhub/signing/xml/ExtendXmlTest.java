package org.dossierhub.signing.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.VerifyDocument;
import org.junit.jupiter.api.Test;

class ExtendXmlTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final Clock CLOCK = Clock.systemUTC();
  private static final TrustAnchors ANCHORS =
      TrustAnchors.of(PKI.governmentAnchors(), PKI.publicAnchors(), PKI.intermediates());
  private static final TimestampAuthority TSA =
      request -> PKI.timestampAnswer(request, CLOCK.instant());

  /** Answers as the development PKI's server would. */
  private static final RevocationSource ASKED =
      new RevocationSource() {
        @Override
        public Optional<byte[]> ocsp(URI responder, byte[] request) {
          return Optional.of(PKI.ocspAnswer(request, CLOCK.instant()));
        }

        @Override
        public Optional<byte[]> crl(URI distributionPoint) {
          var name = distributionPoint.getPath().replaceAll(".*/(.*)\\.crl", "$1");
          return Optional.of(PKI.crl(name, CLOCK.instant()));
        }
      };

  private static final ExtendXml EXTEND = new ExtendXml(TSA, ANCHORS, ASKED);

  private static byte[] signed(String who) {
    return new SignXml(CLOCK).signEnveloped(SignXmlTest.MANIFEST, SignXmlTest.token(who));
  }

  private static ValidationReport verify(byte[] xml, RevocationSource revocation) {
    return new VerifyDocument(ANCHORS, revocation, CLOCK).verify("bản-kê.xml", xml);
  }

  @Test
  void a_time_stamp_proves_when_the_document_was_signed() throws Exception {
    var before = CLOCK.instant().minusSeconds(2);

    var report = verify(EXTEND.timestamp(signed("agency-h99-21")), ASKED);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.VALID);
    var signature = report.signatures().get(0);
    assertThat(signature.level()).isEqualTo("BASELINE_T");
    assertThat(signature.provenTime()).isPresent();
    assertThat(signature.provenTime().get()).isBetween(before, CLOCK.instant().plusSeconds(2));
  }

  @Test
  void with_its_proofs_a_document_verifies_when_nobody_can_be_asked() throws Exception {
    var signed = signed("agency-h99-21");
    assertThat(verify(signed, RevocationSource.none()).verdict()).isEqualTo(Verdict.INDETERMINATE);

    var report = verify(EXTEND.longTerm(signed), RevocationSource.none());

    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.VALID);
    assertThat(report.signatures().get(0).level()).isEqualTo("BASELINE_LT");
  }

  @Test
  void an_extended_document_that_was_changed_is_invalid() throws Exception {
    var text = new String(EXTEND.longTerm(signed("agency-h99-21")), StandardCharsets.UTF_8);

    var changed = text.replace("Cấp giấy phép", "Thu hồi giấy phép");
    assertThat(changed).isNotEqualTo(text);
    assertThat(verify(changed.getBytes(StandardCharsets.UTF_8), ASKED).verdict())
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void no_character_of_what_it_carries_along_can_be_changed_and_pass() throws Exception {
    var whole = EXTEND.longTerm(signed("agency-h99-21"));
    var text = new String(whole, StandardCharsets.UTF_8);
    assertThat(verify(whole, ASKED).verdict()).isEqualTo(Verdict.VALID);
    var random = new java.util.Random(20261122);
    var carried =
        java.util.regex.Pattern.compile(
                "<[a-z0-9]+:(X509Certificate|Encapsulated[A-Za-z0-9]+)[^>]*>([^<]+)<")
            .matcher(text)
            .results()
            .toList();
    assertThat(carried.stream().map(found -> found.group(1)).distinct())
        .contains("X509Certificate", "EncapsulatedTimeStamp", "EncapsulatedOCSPValue");
    for (var found : carried) {
      for (int round = 0; round < 6; round++) {
        int at = found.start(2) + random.nextInt(found.end(2) - found.start(2));
        if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '=') {
          continue;
        }
        char other = round % 3 == 2 ? '*' : text.charAt(at) == 'A' ? 'g' : 'A';
        var changed = text.substring(0, at) + other + text.substring(at + 1);

        var report = verify(changed.getBytes(StandardCharsets.UTF_8), ASKED);

        assertThat(report.verdict())
            .as("%s at %d: %s", found.group(1), at, report.summary())
            .isNotEqualTo(Verdict.VALID);
      }
    }
  }

  @Test
  void for_a_revoked_signer_there_is_nothing_worth_keeping() {
    assertThatThrownBy(() -> EXTEND.longTerm(signed("leader-revoked")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void an_authority_that_does_not_answer_or_cannot_be_believed_is_an_io_exception() {
    TimestampAuthority silent =
        request -> {
          throw new IOException("no answer");
        };
    assertThatThrownBy(
            () -> new ExtendXml(silent, ANCHORS, ASKED).timestamp(signed("agency-h99-21")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void what_nobody_signed_cannot_be_extended() {
    assertThatThrownBy(() -> EXTEND.timestamp(SignXmlTest.MANIFEST))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EXTEND.timestamp("<a".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
