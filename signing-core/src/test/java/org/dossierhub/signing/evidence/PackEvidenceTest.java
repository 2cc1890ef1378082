package org.dossierhub.signing.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.evidence.PackEvidence.PackedFile;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.timestamp.AskTimestamp;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.timestamp.TimestampTrust;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.verification.DetachedContent;
import org.dossierhub.signing.verification.PolicyProfile;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.VerifyDocument;
import org.junit.jupiter.api.Test;

/** Trees of every small size and one large, and the container; verified with nobody to ask. */
class PackEvidenceTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final Clock CLOCK = Clock.systemUTC();
  private static final TrustAnchors ANCHORS =
      TrustAnchors.of(PKI.governmentAnchors(), PKI.publicAnchors(), PKI.intermediates());
  private static final Clock LATER = Clock.offset(CLOCK, Duration.ofMinutes(1));
  private static final TimestampAuthority TSA =
      request -> PKI.timestampAnswer(request, CLOCK.instant());
  private static final AskTimestamp ASK =
      new AskTimestamp(TSA, new TimestampTrust(ANCHORS.all(), ANCHORS.intermediates()));
  private static final RevocationSource ASKED = answeringAt(CLOCK);
  private static final RevocationSource ASKED_LATER = answeringAt(LATER);

  private static RevocationSource answeringAt(Clock clock) {
    return new RevocationSource() {
      @Override
      public Optional<byte[]> ocsp(URI responder, byte[] request) {
        return Optional.of(PKI.ocspAnswer(request, clock.instant()));
      }

      @Override
      public Optional<byte[]> crl(URI distributionPoint) {
        var name = distributionPoint.getPath().replaceAll(".*/(.*)\\.crl", "$1");
        return Optional.of(PKI.crl(name, clock.instant()));
      }
    };
  }

  private static byte[] content(int number) {
    return ("Chứng cứ số " + number).getBytes(StandardCharsets.UTF_8);
  }

  private static HashTree tree(int leaves) {
    var digests = new ArrayList<Sha256>();
    for (int i = 0; i < leaves; i++) {
      digests.add(Sha256.of(content(i)));
    }
    return HashTree.over(digests);
  }

  private static byte[] stamped(HashTree tree) throws IOException {
    return ASK.token(HashTree.ALGORITHM, tree.root());
  }

  private static ValidationReport verify(byte[] record, byte[] content) {
    return new VerifyDocument(PolicyProfile.VN_GOV_2025, ANCHORS, ASKED_LATER, LATER)
        .verify(
            "chung-cu.ers",
            record,
            Optional.of(new DetachedContent("chung-cu.xml", content)),
            LATER.instant());
  }

  @Test
  void every_leaf_of_trees_of_all_small_sizes_is_proved_by_its_own_record() throws Exception {
    for (int leaves = 1; leaves <= 9; leaves++) {
      var tree = tree(leaves);
      var token = stamped(tree);
      for (int leaf = 0; leaf < leaves; leaf++) {
        var report = verify(tree.record(leaf, token), content(leaf));
        assertThat(report.verdict())
            .as(leaf + " of " + leaves + ": " + report.summary())
            .isEqualTo(Verdict.VALID);
      }
      assertThat(verify(tree.record(0, token), content(leaves)).verdict())
          .isNotEqualTo(Verdict.VALID);
    }
  }

  @Test
  void a_record_out_of_ten_thousand_is_short_and_proves_one_leaf_only() throws Exception {
    var tree = tree(10_000);
    var token = stamped(tree);

    var record = tree.record(7_777, token);

    assertThat(record.length - token.length).isLessThan(1_000);
    assertThat(verify(record, content(7_777)).verdict()).isEqualTo(Verdict.VALID);
    assertThat(verify(record, content(7_776)).verdict()).isNotEqualTo(Verdict.VALID);
    assertThatThrownBy(() -> HashTree.over(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static Pkcs12Token hub() {
    var identity = PKI.identity("hub-system");
    return Pkcs12Token.of(identity.key(), identity.chain());
  }

  private static List<PackedFile> files() throws IOException {
    var tree = tree(5);
    var token = stamped(tree);
    return List.of(
        new PackedFile("tai-lieu/Đơn đề nghị.pdf", content(100), Optional.empty()),
        new PackedFile("chung-cu/1.xml", content(1), Optional.of(tree.record(1, token))),
        new PackedFile("chung-cu/2.xml", content(4), Optional.of(tree.record(4, token))));
  }

  private static ValidationReport offline(byte[] container) {
    return new VerifyDocument(PolicyProfile.VN_GOV_2025, ANCHORS, RevocationSource.none(), LATER)
        .verify("goi.asice", container);
  }

  private static final PackEvidence PACK = new PackEvidence(TSA, ANCHORS, ASKED, CLOCK);

  @Test
  void the_container_verifies_with_the_roots_alone() throws Exception {
    var report = offline(PACK.packForLater(files(), hub()));

    assertThat(report.verdict()).as(report.summary() + report.uncovered()).isEqualTo(Verdict.VALID);
    assertThat(report.signatures()).hasSize(3);
    assertThat(report.signatures())
        .extracting(signature -> signature.format())
        .contains("CAdES", "EvidenceRecord");
  }

  @Test
  void without_an_authority_the_container_says_less_and_never_a_lie() throws Exception {
    var nobody =
        new PackEvidence(
            request -> {
              throw new IOException("away");
            },
            ANCHORS,
            ASKED,
            CLOCK);
    assertThatThrownBy(() -> nobody.packForLater(files(), hub())).isInstanceOf(IOException.class);
    assertThat(offline(nobody.pack(files(), hub())).verdict()).isEqualTo(Verdict.INDETERMINATE);
  }

  /**
   * The signature's own file carries certificates and answers of issuers that are not signed, some
   * of them more than once: a byte in one that nobody needs changes nothing of what is found.
   */
  @Test
  void one_flipped_byte_in_any_file_of_the_container_keeps_it_from_passing_or_changes_nothing()
      throws Exception {
    var container = PACK.packForLater(files(), hub());
    var genuine = offline(container).summary();
    var names = new ArrayList<String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(container), StandardCharsets.UTF_8)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .contains("META-INF/evidencerecord001.ers", "META-INF/ASiCEvidenceRecordManifest002.xml");
    for (var name : names) {
      for (int part = 1; part <= 3 && !name.equals("mimetype"); part++) {
        var report = offline(changed(container, name, part));
        if (report.verdict() == Verdict.VALID) {
          assertThat(name).as("at " + part + "/4").endsWith(".p7s");
          assertThat(report.summary()).isEqualTo(genuine);
        }
      }
    }
  }

  private static byte[] changed(byte[] container, String name, int part) throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    try (var in = new ZipInputStream(new ByteArrayInputStream(container), StandardCharsets.UTF_8);
        var zip = new java.util.zip.ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        var content = in.readAllBytes();
        if (entry.getName().equals(name)) {
          content[content.length * part / 4] ^= 1;
        }
        zip.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
        zip.write(content);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }
}
