package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.sealed;
import static org.dossierhub.signing.verification.World.signingAt;
import static org.dossierhub.signing.verification.World.token;

import eu.europa.esig.dss.i18n.I18nProvider;
import eu.europa.esig.dss.i18n.MessageTag;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.verification.pdf.PdfCoverage;
import org.dossierhub.signing.verification.pdf.PdfExamination;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.junit.jupiter.api.Test;

/**
 * What the library is spared, it would have found just so. That the verdicts are the same for every
 * file of the other tests, {@link BothWays} sees to; here, that the short cut is taken and down to
 * which detail it finds the same.
 */
class ShortCutsTest {
  private static final byte[] DRAFT = DecisionPdf.draft();

  private final EtsiValidation validation =
      new EtsiValidation(
          Policies.byHierarchy(),
          World.ANCHORS,
          World.revocationAt(NOW.plusSeconds(60)),
          false,
          true);

  private static PdfExamination examined(byte[] pdf) throws PdfCoverage.TooMuchWork {
    try (var opened = new LibraryPdf(pdf)) {
      return PdfCoverage.examine(pdf, opened, Duration.ofSeconds(30));
    }
  }

  private static Map<String, byte[]> honestFiles() {
    var files = new LinkedHashMap<String, byte[]>();
    var signed = signingAt(NOW).sign(DRAFT, token("citizen"));
    files.put("signed once", signed);
    files.put("signed twice", signingAt(NOW.plusSeconds(5)).sign(signed, token("leader")));
    files.put("signed with P-256", signingAt(NOW).sign(DRAFT, token("company")));
    files.put("signed in the older form", RawSigner.of("leader").leafOnly().sign(DRAFT));
    files.put("signed by a stranger", RawSigner.of("impostor-leader").sign(DRAFT));
    files.put("signed with a weak digest", RawSigner.of("leader").with("SHA1withRSA").sign(DRAFT));
    files.put("signed, numbered and sealed", sealed());
    var longTerm = LongTerm.extend(signed, NOW.plusSeconds(30));
    files.put("with proofs", longTerm);
    files.put("with proofs, twice", LongTerm.extend(longTerm, NOW.plusSeconds(45)));
    files.put(
        "with proofs, then signed again",
        signingAt(NOW.plusSeconds(50)).sign(longTerm, token("leader")));
    files.put("sealed, with proofs", LongTerm.extend(sealed(), NOW.plusSeconds(30)));
    var lineEnd = Arrays.copyOf(signed, signed.length + 1);
    lineEnd[signed.length] = '\n';
    files.put("with the end of a line", lineEnd);
    return files;
  }

  @Test
  void the_library_finds_the_same_in_a_file_that_our_reading_has_accounted_for() throws Exception {
    for (var file : honestFiles().entrySet()) {
      var pdf = file.getValue();
      var at = NOW.plusSeconds(60);
      var examination = examined(pdf);
      assertThat(examination.isAccountedFor()).as(file.getKey()).isTrue();

      var revisions = new AccountedRevisions(pdf, new LibraryPdf(pdf), examination);
      var spared = validation.validate("tệp", pdf, revisions, at, true);
      var found = validation.validate("tệp", pdf, FileGate.Kind.PDF, Optional.empty(), at, true);

      assertThat(spared.signatures()).as(file.getKey()).isEqualTo(found.signatures());
      assertThat(spared.proofs().stream().map(Proof::digest))
          .as(file.getKey())
          .containsExactlyElementsOf(found.proofs().stream().map(Proof::digest).toList());
      assertThat(revisions.digests().whole()).isEqualTo(Sha256.of(pdf));
    }
  }

  @Test
  void a_changed_byte_is_found_by_the_short_cut_too() throws Exception {
    for (var file : honestFiles().entrySet()) {
      var pdf = file.getValue().clone();
      // in a picture or a font: nothing that a reader of structure notices
      int at = new String(pdf, StandardCharsets.ISO_8859_1).indexOf("stream") + 200;
      pdf[at] ^= 1;
      var examination = examined(pdf);

      assertThat(examination.isAccountedFor()).as(file.getKey()).isTrue();
      assertThat(
              validation
                  .validate(
                      "tệp",
                      pdf,
                      new AccountedRevisions(pdf, new LibraryPdf(pdf), examination),
                      NOW.plusSeconds(60),
                      false)
                  .signatures())
          .as(file.getKey())
          .isNotEmpty()
          .noneMatch(EtsiValidation.Finding::intact);
    }
  }

  @Test
  void what_is_written_after_a_signature_takes_no_short_cut() throws Exception {
    var tamper = Tamper.with(sealed());
    var changed = tamper.set(tamper.root(), "OpenAction", "<</S/JavaScript/JS(app.alert)>>").file();

    assertThat(examined(changed).isAccountedFor()).isFalse();
  }

  @Test
  void where_the_library_sees_other_signatures_it_goes_its_own_way() throws Exception {
    var pdf = signingAt(NOW).sign(DRAFT, token("citizen"));
    var more = signingAt(NOW.plusSeconds(5)).sign(pdf, token("leader"));

    assertThatThrownBy(
            () ->
                validation.validate(
                    "tệp",
                    more,
                    new AccountedRevisions(more, new LibraryPdf(more), examined(pdf)),
                    NOW.plusSeconds(60),
                    false))
        .isInstanceOf(AccountedRevisions.Otherwise.class);
  }

  @Test
  void the_library_says_the_same_words() {
    var remembered = new RememberedWords(Locale.ENGLISH);
    var library = new I18nProvider(Locale.ENGLISH);

    for (var tag : MessageTag.values()) {
      for (int i = 0; i < 2; i++) {
        assertThat(remembered.getMessage(tag)).isEqualTo(library.getMessage(tag));
        assertThat(remembered.getMessage(tag, "a", MessageTag.values()[0], 7))
            .isEqualTo(library.getMessage(tag, "a", MessageTag.values()[0], 7));
      }
    }
  }

  @Test
  void digests_of_parts_are_those_of_the_parts() throws Exception {
    var bytes = sealed();
    Collection<List<Integer>> ranges =
        List.of(
            List.of(0, 1000, 2000, 3000),
            List.of(0, 4000, 4000, bytes.length - 4000),
            List.of(0, 1, 5, 0));

    var digests = new PartDigests(bytes, List.of(0, 5, 1000, bytes.length), ranges);

    assertThat(digests.whole()).isEqualTo(Sha256.of(bytes));
    for (int end : List.of(0, 5, 1000, bytes.length)) {
      assertThat(digests.beginning(end)).isEqualTo(Sha256.of(Arrays.copyOf(bytes, end)).bytes());
    }
    for (var range : ranges) {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, range.get(1));
      digest.update(bytes, range.get(2), range.get(3));
      assertThat(digests.range(range)).isEqualTo(digest.digest());
    }
  }

  @Test
  void the_revision_before_a_signature_ends_with_the_line_of_its_end_mark() {
    assertThat(endBefore("%PDF\n%%EOF\nmore%%EOF more")).isEqualTo(11);
    assertThat(endBefore("%PDF\n%%EOF\r\nmore")).isEqualTo(12);
    assertThat(endBefore("%PDF\r%%EOF\rmore")).isEqualTo(11);
    assertThat(endBefore("%PDF\n%%EOFmore")).isEqualTo(10);
    assertThat(endBefore("%PDF")).isZero();
  }

  private static int endBefore(String file) {
    var bytes = file.getBytes(StandardCharsets.US_ASCII);
    return AccountedRevisions.endBefore(bytes, bytes.length);
  }
}
