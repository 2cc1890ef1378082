package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.pdf.PdfProof.Kind.CERTIFICATE;
import static org.dossierhub.signing.verification.pdf.PdfProof.Kind.OCSP_ANSWER;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.verification.pdf.PdfProof;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.Test;

/**
 * Verification with the embedded certificates taken for trusted: strict about bytes all the same.
 */
class AssumedTrustTest {
  private static final TrustAnchors NOBODY = TrustAnchors.of(List.of(), List.of(), List.of());

  private static ValidationReport verify(byte[] file) {
    return verify(file, World.NOW.plusSeconds(60));
  }

  private static ValidationReport verify(byte[] file, Instant at) {
    return BothWays.verify(
        Policies.byHierarchy(), NOBODY, RevocationSource.none(), true, file, Optional.empty(), at);
  }

  @Test
  void what_is_intact_is_valid_whoever_signed_it() {
    var draft = DecisionPdf.draft();
    for (var name :
        List.of("leader", "clerk-seal", "citizen", "impostor-leader", "leader-revoked")) {
      var signed = new SignPdf(Clock.systemUTC()).sign(draft, World.token(name));
      var report = verify(signed);
      assertThat(report.verdict()).as(name + ": " + report.summary()).isEqualTo(VALID);
      assertThat(report.signatures()).hasSize(1);
    }
    var xml =
        new SignXml(Clock.systemUTC())
            .signEnveloped("<a>á</a>".getBytes(StandardCharsets.UTF_8), World.token("company"));
    assertThat(verify(xml).verdict()).isEqualTo(VALID);
  }

  @Test
  void the_leaders_decision_with_number_date_and_seal_is_valid_and_stays_so_for_years() {
    assertThat(verify(World.sealed()).verdict())
        .as(verify(World.sealed()).summary())
        .isEqualTo(VALID);
    for (int years : new int[] {1, 5, 15}) {
      var later = World.NOW.plus(Duration.ofDays(365L * years));
      assertThat(verify(World.sealed(), later).verdict()).isEqualTo(VALID);
    }
  }

  @Test
  void what_was_changed_does_not_pass() {
    var sealed = World.sealed();
    var tamper = Tamper.with(sealed);
    int page = tamper.page(1);
    assertThat(verify(tamper.set(page, "Rotate", "90").file()).verdict()).isEqualTo(INVALID);
    var flipped = sealed.clone();
    flipped[1000] ^= 1;
    assertThat(verify(flipped).verdict()).isIn(INVALID, INDETERMINATE);
    assertThat(verify(World.filled()).verdict()).isEqualTo(INVALID);
  }

  @Test
  void no_changed_bit_in_the_proofs_of_a_file_passes_though_no_signature_covers_them() {
    var random = new Random(20261122);
    var whole = LongTerm.extend(World.sealed(), World.NOW);
    assertThat(verify(whole).verdict()).as(verify(whole).summary()).isEqualTo(VALID);
    var proofs = proofsOf(whole);
    assertThat(proofs).hasSizeGreaterThan(4);
    for (var proof : proofs) {
      var changed = whole.clone();
      int at = proof.start(1) + random.nextInt(proof.end(1) - proof.start(1));
      changed[at] ^= (byte) (1 << random.nextInt(8));
      var report = verify(changed);
      assertThat(report.verdict()).as(at + ": " + report.summary()).isNotEqualTo(VALID);
    }
  }

  @Test
  void no_byte_of_a_certificate_or_answer_can_be_changed_unnoticed() {
    var whole = LongTerm.extend(World.sealed(), World.NOW);
    for (var proof : proofsOf(whole)) {
      var bytes = Arrays.copyOfRange(whole, proof.start(1), proof.end(1));
      var kind = areDamaged(CERTIFICATE, bytes) ? OCSP_ANSWER : CERTIFICATE;
      assertThat(areDamaged(kind, bytes)).isFalse();
      for (int i = 0; i < bytes.length; i++) {
        byte bit = (byte) (1 << i % 8);
        bytes[i] ^= bit;
        assertThat(areDamaged(kind, bytes)).as("%s, byte %d", kind, i).isTrue();
        bytes[i] ^= bit;
      }
    }
  }

  private static boolean areDamaged(PdfProof.Kind kind, byte[] bytes) {
    return EmbeddedProofs.areDamaged(List.of(), List.of(new PdfProof(kind, bytes)), World.ANCHORS);
  }

  /** The streams behind the last signature: what {@link LongTerm} added. */
  private static List<MatchResult> proofsOf(byte[] extended) {
    return Pattern.compile("(?<!end)stream\r?\n(.*?)\r?\nendstream", Pattern.DOTALL)
        .matcher(new String(extended, StandardCharsets.ISO_8859_1))
        .region(World.sealed().length, extended.length)
        .results()
        .filter(stream -> stream.end(1) > stream.start(1))
        .toList();
  }

  @Test
  void algorithms_are_judged_as_of_the_time_the_signer_claims() {
    var content = "Biên bản".getBytes(StandardCharsets.UTF_8);
    var weak = RawSigner.of("leader-weak").cms(content, true);

    assertThat(verify(weak).verdict()).isEqualTo(INVALID);
    assertThat(verify(weak).reason()).isEqualTo("CRYPTO_CONSTRAINTS_FAILURE");
    var then =
        RawSigner.of("leader-weak")
            .claiming(Instant.parse("2012-05-01T00:00:00Z"))
            .cms(content, true);
    assertThat(verify(then).verdict()).as(verify(then).summary()).isEqualTo(VALID);
  }
}
