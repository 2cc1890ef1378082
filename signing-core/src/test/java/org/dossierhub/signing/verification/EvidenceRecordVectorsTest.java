package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.World.ANCHORS;
import static org.dossierhub.signing.verification.World.NOW;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampChain;
import org.bouncycastle.asn1.tsp.ArchiveTimeStampSequence;
import org.bouncycastle.asn1.tsp.EvidenceRecord;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.ers.ERSArchiveTimeStampGenerator;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSEvidenceRecordGenerator;
import org.junit.jupiter.api.Test;

/**
 * RFC 4998 in vectors of our own: the first archive time-stamp over a tree (4.2), renewal of the
 * time-stamp within its chain (5.2) and renewal of the tree in a new chain (5.3), and each of them
 * broken.
 */
class EvidenceRecordVectorsTest {
  private static final byte[] CONTENT = "Sổ giao nhận".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "Sổ khác".getBytes(StandardCharsets.UTF_8);
  private static final Instant FIRST = NOW.minus(Duration.ofHours(4));

  private final DigestCalculatorProvider digests;

  EvidenceRecordVectorsTest() throws Exception {
    digests = new JcaDigestCalculatorProviderBuilder().build();
  }

  private DigestCalculator digest(ASN1ObjectIdentifier algorithm) throws Exception {
    return digests.get(new AlgorithmIdentifier(algorithm));
  }

  private static TimeStampRequestGenerator requests() {
    var requests = new TimeStampRequestGenerator();
    requests.setCertReq(true);
    return requests;
  }

  private static TimeStampResponse stamped(TimeStampRequest request, Instant at) throws Exception {
    return new TimeStampResponse(World.PKI.timestampAnswer(request.getEncoded(), at));
  }

  private ERSEvidenceRecord first(byte[] content, int others) throws Exception {
    var generator = new ERSArchiveTimeStampGenerator(digest(NISTObjectIdentifiers.id_sha256));
    generator.addData(new ERSByteData(content));
    for (int i = 0; i < others; i++) {
      generator.addData(new ERSByteData(new byte[] {(byte) i}));
    }
    var answer = stamped(generator.generateTimeStampRequest(requests()), FIRST);
    var stamps = generator.generateArchiveTimeStamps(answer);
    for (var record : new ERSEvidenceRecordGenerator(digests).generate(stamps)) {
      if (record.isContaining(new ERSByteData(content), Date.from(FIRST))) {
        return record;
      }
    }
    throw new IllegalStateException("No record for the content");
  }

  private static ERSEvidenceRecord stampedAgain(ERSEvidenceRecord record, Instant at)
      throws Exception {
    return record.renewTimeStamp(stamped(record.generateTimeStampRenewalRequest(requests()), at));
  }

  private ERSEvidenceRecord hashedAgain(ERSEvidenceRecord record, byte[] content, Instant at)
      throws Exception {
    var sha512 = digest(NISTObjectIdentifiers.id_sha512);
    var data = new ERSByteData(content);
    var answer = stamped(record.generateHashRenewalRequest(sha512, data, requests()), at);
    return record.renewHash(sha512, data, answer);
  }

  private static ValidationReport verify(byte[] record, byte[] content) {
    return new VerifyDocument(
            ANCHORS,
            World.revocationAt(NOW.plusSeconds(60)),
            Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC))
        .verify(
            "bang-chung.ers",
            record,
            Optional.of(new DetachedContent("so.txt", content)),
            NOW.plusSeconds(60));
  }

  private static void isProvenSinceTheFirst(byte[] record) {
    var report = verify(record, CONTENT);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.VALID);
    assertThat(report.signatures().get(0).provenTime().orElseThrow())
        .isBetween(FIRST.minusSeconds(5), FIRST.plusSeconds(5));
    assertThat(verify(record, OTHER).verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void s4_2_one_time_stamp_over_trees_of_any_size() throws Exception {
    for (int others : new int[] {0, 1, 2, 3, 8, 33}) {
      isProvenSinceTheFirst(first(CONTENT, others).getEncoded());
    }
  }

  @Test
  void s5_2_a_renewed_time_stamp_keeps_the_time_of_the_first() throws Exception {
    var once = stampedAgain(first(CONTENT, 3), FIRST.plus(Duration.ofHours(1)));
    isProvenSinceTheFirst(once.getEncoded());

    isProvenSinceTheFirst(stampedAgain(once, FIRST.plus(Duration.ofHours(2))).getEncoded());
  }

  @Test
  void s5_3_a_renewed_tree_keeps_the_time_of_the_first() throws Exception {
    var record = first(CONTENT, 3);

    isProvenSinceTheFirst(
        hashedAgain(record, CONTENT, FIRST.plus(Duration.ofHours(1))).getEncoded());
  }

  @Test
  void s5_both_kinds_of_renewal_one_after_the_other() throws Exception {
    var stamped = stampedAgain(first(CONTENT, 2), FIRST.plus(Duration.ofHours(1)));
    var hashed = hashedAgain(stamped, CONTENT, FIRST.plus(Duration.ofHours(2)));

    isProvenSinceTheFirst(hashed.getEncoded());
    isProvenSinceTheFirst(stampedAgain(hashed, FIRST.plus(Duration.ofHours(3))).getEncoded());
  }

  @Test
  void s5_3_a_chain_of_another_record_proves_nothing() throws Exception {
    var later = FIRST.plus(Duration.ofHours(1));
    var one = hashedAgain(first(CONTENT, 3), CONTENT, later).toASN1Structure();
    var other = hashedAgain(first(CONTENT, 5), CONTENT, later).toASN1Structure();
    var chains =
        new ArchiveTimeStampChain[] {
          one.getArchiveTimeStampSequence().getArchiveTimeStampChains()[0],
          other.getArchiveTimeStampSequence().getArchiveTimeStampChains()[1]
        };
    var mixed =
        new EvidenceRecord(
            one.getDigestAlgorithms(), null, null, new ArchiveTimeStampSequence(chains));

    assertThat(verify(one.getEncoded(), CONTENT).verdict()).isEqualTo(Verdict.VALID);
    assertThat(verify(mixed.getEncoded(), CONTENT).verdict()).isNotEqualTo(Verdict.VALID);
  }

  @Test
  void a_renewal_older_than_what_it_renews_proves_nothing() throws Exception {
    var record = stampedAgain(first(CONTENT, 3), FIRST.minus(Duration.ofHours(1)));

    assertThat(verify(record.getEncoded(), CONTENT).verdict()).isNotEqualTo(Verdict.VALID);
  }

  @Test
  void one_bit_anywhere_in_a_renewed_record_keeps_it_from_passing() throws Exception {
    var record =
        hashedAgain(
                stampedAgain(first(CONTENT, 2), FIRST.plus(Duration.ofHours(1))),
                CONTENT,
                FIRST.plus(Duration.ofHours(2)))
            .getEncoded();
    for (int i = 1; i < 24; i++) {
      var broken = record.clone();
      int at = i * record.length / 24;
      broken[at] ^= 1;
      var report = verify(broken, CONTENT);
      assertThat(report.verdict()).as(at + ": " + report.summary()).isNotEqualTo(Verdict.VALID);
    }
  }
}
