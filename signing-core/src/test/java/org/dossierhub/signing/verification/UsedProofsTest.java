package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.World.ANCHORS;
import static org.dossierhub.signing.verification.World.NOW;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.Test;

/** Thông tư 15/2025/TT-BKHCN, Điều 6: what a verdict used can be kept, as it was. */
class UsedProofsTest {
  private static Examined examine(byte[] document, RevocationSource revocation) {
    return new VerifyDocument(ANCHORS, revocation, Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC))
        .examine("tệp thử.pdf", document);
  }

  private static List<Proof> ofKind(Examined examined, Proof.Kind kind) {
    return examined.proofs().stream().filter(proof -> proof.kind() == kind).toList();
  }

  @Test
  void the_verdict_is_the_same_with_and_without_proofs() {
    var document = World.sealed();

    assertThat(examine(document, World.revocationAt(NOW.plusSeconds(60))).report())
        .isEqualTo(World.verify(document));
  }

  @Test
  void paths_answers_and_time_stamps_are_there_as_they_were_and_once() throws Exception {
    var document = LongTerm.extend(World.sealed(), NOW.plusSeconds(10));

    var examined = examine(document, World.revocationAt(NOW.plusSeconds(60)));

    var names = new HashSet<String>();
    for (var proof : ofKind(examined, Proof.Kind.CERTIFICATE)) {
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(proof.bytes()));
      names.add(certificate.getSubjectX500Principal().getName());
    }
    for (var name : List.of("leader", "clerk-seal", "government-root", "tsa")) {
      assertThat(names)
          .contains(World.PKI.identity(name).certificate().getSubjectX500Principal().getName());
    }
    var answers = ofKind(examined, Proof.Kind.OCSP_ANSWER);
    assertThat(answers).hasSizeGreaterThanOrEqualTo(2);
    for (var proof : answers) {
      assertThat(new OCSPResp(proof.bytes()).getResponseObject()).isInstanceOf(BasicOCSPResp.class);
    }
    var stamps = ofKind(examined, Proof.Kind.TIMESTAMP);
    assertThat(stamps).isNotEmpty();
    assertThat(new TimeStampToken(new CMSSignedData(stamps.get(0).bytes())).getTimeStampInfo())
        .isNotNull();
    assertThat(examined.proofs()).extracting(Proof::digest).doesNotHaveDuplicates();
    assertThat(examined.proofs()).allMatch(proof -> !proof.label().isEmpty());
  }

  @Test
  void revocation_lists_that_were_used_are_there() {
    var onlyLists =
        new RevocationSource() {
          @Override
          public Optional<byte[]> ocsp(URI responder, byte[] request) {
            return Optional.empty();
          }

          @Override
          public Optional<byte[]> crl(URI distributionPoint) {
            return World.revocationAt(NOW.plusSeconds(60)).crl(distributionPoint);
          }
        };

    var examined = examine(World.signedByLeader(), onlyLists);

    assertThat(examined.report().verdict()).isEqualTo(Verdict.VALID);
    assertThat(ofKind(examined, Proof.Kind.REVOCATION_LIST)).isNotEmpty();
    assertThat(ofKind(examined, Proof.Kind.OCSP_ANSWER)).isEmpty();
  }

  @Test
  void a_file_without_signature_rests_on_nothing() {
    assertThat(examine(World.reserved(), RevocationSource.none()).proofs()).isEmpty();
  }
}
