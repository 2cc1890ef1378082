package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.ANCHORS;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.PKI;
import static org.dossierhub.signing.verification.World.revocationAt;
import static org.dossierhub.signing.verification.World.signingAt;
import static org.dossierhub.signing.verification.World.token;
import static org.dossierhub.signing.verification.World.verify;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.junit.jupiter.api.Test;

/** What the policies of the product say differently (docs/protocol/verification-policies.md). */
class PoliciesTest {
  private static final Instant AT = NOW.plusSeconds(60);
  private static final byte[] DRAFT = DecisionPdf.draft();

  @Test
  void a_file_with_signers_of_both_hierarchies_is_judged_by_both_policies() {
    var both = signingAt(NOW).sign(RawSigner.of("leader").sign(DRAFT), token("citizen"));

    var report = verify(both);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures())
        .extracting(SignatureReport::policy)
        .containsExactly("VN-GOV-2025", "VN-PUBLIC-2025");
    assertThat(report.policy()).isEqualTo("VN-GOV-2025, VN-PUBLIC-2025");
    assertThat(report.signatures().get(0).managedBy()).isEqualTo("ỦY BAN NHÂN DÂN TỈNH BÌNH MINH");
    assertThat(report.signatures().get(1).managedBy())
        .isEqualTo("CÔNG TY CỔ PHẦN CHỮ KÝ SỐ BÌNH MINH (hư cấu)");
    assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
  }

  @Test
  void what_is_signed_by_a_citizen_alone_names_the_public_policy_alone() {
    assertThat(verify(RawSigner.of("citizen").sign(DRAFT)).policy()).isEqualTo("VN-PUBLIC-2025");
    assertThat(verify(DRAFT).policy()).isEqualTo("VN-GOV-2025");
  }

  @Test
  void a_policy_does_not_judge_signers_of_the_other_hierarchy() {
    for (var wrong :
        new PolicyProfile[] {PolicyProfile.VN_GOV_2025, PolicyProfile.VN_PUBLIC_2025}) {
      var signer = wrong == PolicyProfile.VN_GOV_2025 ? "company" : "leader";

      var report = verify(wrong, ANCHORS, revocationAt(AT), AT, signed(signer));

      assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
      assertThat(report.reason()).isEqualTo("OTHER_HIERARCHY");
      assertThat(report.signatures().get(0).indication()).isEqualTo("INDETERMINATE");
      assertThat(report.signatures().get(0).policy()).isEqualTo(wrong.code());
    }
    var read = verify(PolicyProfile.LEGACY_READ, ANCHORS, revocationAt(AT), AT, signed("company"));
    assertThat(read.verdict()).as(read.summary()).isEqualTo(VALID);
  }

  @Test
  void an_anchor_named_by_hand_belongs_to_no_hierarchy_and_its_signers_are_not_asked_for_numbers() {
    var undeclared = new TrustAnchors(Set.of(), Set.of(), ANCHORS.all(), ANCHORS.intermediates());

    for (var signer : new String[] {"leader", "citizen", "citizen-without-number"}) {
      var report = verify(undeclared, revocationAt(AT), AT, signed(signer));

      assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
      assertThat(report.policy()).isEqualTo("VN-GOV-2025");
    }
  }

  @Test
  void a_certificate_that_does_not_identify_its_holder_is_not_enough() {
    for (var signer : new String[] {"citizen-without-number", "leader-without-organisation"}) {
      var report = verify(signed(signer));

      assertThat(report.signatures()).hasSize(1);
      assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
      assertThat(report.reason()).isEqualTo("SUBJECT_INCOMPLETE");
    }
  }

  @Test
  void
      of_public_certificates_news_older_than_a_week_is_none_and_of_government_ones_nextupdate_counts() {
    var eightDaysOld = listsOf(AT.minus(Duration.ofDays(8)), AT.plus(Duration.ofDays(30)));
    var sixDaysOld = listsOf(AT.minus(Duration.ofDays(6)), AT.plus(Duration.ofDays(30)));

    var citizen = verify(ANCHORS, eightDaysOld, AT, signed("citizen"));
    assertThat(citizen.verdict()).as(citizen.summary()).isEqualTo(INDETERMINATE);
    assertThat(citizen.reason()).isEqualTo("TRY_LATER");
    var fresh = verify(ANCHORS, sixDaysOld, AT, signed("citizen"));
    assertThat(fresh.verdict()).as(fresh.summary()).isEqualTo(VALID);
    var leader = verify(ANCHORS, eightDaysOld, AT, signed("leader"));
    assertThat(leader.verdict()).as(leader.summary()).isEqualTo(VALID);
  }

  @Test
  void a_seal_without_time_stamp_is_remarked_upon_or_refused_by_a_policy_that_says_so() {
    var seal = signed("clerk-seal");

    var report = verify(seal);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures().get(0).notes())
        .anyMatch(n -> n.contains("nên có dấu thời gian"));
    assertThat(verify(signed("leader")).signatures().get(0).notes())
        .noneMatch(n -> n.contains("nên có dấu thời gian"));

    var strict =
        withRules("<hub:TimestampOnSeal Level=\"WARN\"/>", "<hub:TimestampOnSeal Level=\"FAIL\"/>");
    var refused = verifyBy(strict, seal);
    assertThat(refused.verdict()).as(refused.summary()).isEqualTo(INDETERMINATE);
    assertThat(refused.reason()).isEqualTo("TIMESTAMP_REQUIRED");
    var stamped = verifyBy(strict, LongTerm.extend(seal, NOW.plusSeconds(30)));
    assertThat(stamped.verdict()).as(stamped.summary()).isEqualTo(VALID);
    assertThat(verifyBy(strict, signed("leader")).verdict()).isEqualTo(VALID);
  }

  @Test
  void a_time_of_signing_that_lies_more_than_a_day_ahead_is_not_believed() {
    for (var signer : new String[] {"leader", "citizen"}) {
      var ahead = verify(RawSigner.of(signer).claiming(NOW.plus(Duration.ofHours(25))).sign(DRAFT));
      assertThat(ahead.verdict()).as(ahead.summary()).isEqualTo(INDETERMINATE);
      assertThat(ahead.reason()).isEqualTo("CLAIMED_TIME_AHEAD");

      var asUtc = verify(RawSigner.of(signer).claiming(NOW.plus(Duration.ofHours(7))).sign(DRAFT));
      assertThat(asUtc.verdict()).as(asUtc.summary()).isEqualTo(VALID);
    }
  }

  @Test
  void a_policy_with_a_rule_that_is_none_is_refused_and_not_read_as_a_rule_less() {
    for (var wrong :
        new String[] {
          "<hub:TimestampOnSeal/>",
          "<hub:TimestampOnSeal Level=\"fail\"/>",
          "<hub:TimeStampOnSeal Level=\"FAIL\"/>",
          "<hub:SignerHierarchy Level=\"FAIL\">STATE</hub:SignerHierarchy>",
          "<hub:SubjectHas Level=\"FAIL\">CN</hub:SubjectHas>",
          "<hub:ManagedBy>NOBODY</hub:ManagedBy>",
          "<hub:ClaimedTimeAhead Level=\"FAIL\"/>",
        }) {
      var file = withRules("<hub:TimestampOnSeal Level=\"WARN\"/>", wrong);
      assertThatThrownBy(() -> verifyBy(file, DRAFT))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("own");
    }
    var none = new PolicyFile("own", withRules("", "").withoutRules().xml());
    assertThat(verifyBy(none, signed("citizen-without-number")).verdict()).isEqualTo(VALID);
  }

  private static byte[] signed(String signer) {
    return RawSigner.of(signer).sign(DRAFT);
  }

  private static PolicyFile withRules(String old, String other) {
    var xml = PolicyFile.of(PolicyProfile.VN_GOV_2025).xml();
    assertThat(xml).contains(old);
    return new PolicyFile("own", xml.replace(old, other));
  }

  private static ValidationReport verifyBy(PolicyFile policy, byte[] file) {
    return BothWays.verify(
        Policies.always(policy), ANCHORS, revocationAt(AT), false, file, Optional.empty(), AT);
  }

  /** Authorities without responder whose lists are of that time. */
  private static RevocationSource listsOf(Instant thisUpdate, Instant nextUpdate) {
    return new RevocationSource() {
      @Override
      public Optional<byte[]> ocsp(URI responder, byte[] request) {
        return Optional.empty();
      }

      @Override
      public Optional<byte[]> crl(URI distributionPoint) {
        var path = distributionPoint.getPath();
        var issuer = PKI.identity(path.substring(path.lastIndexOf('/') + 1).replace(".crl", ""));
        try {
          var list = new JcaX509v2CRLBuilder(issuer.certificate(), Date.from(thisUpdate));
          list.setNextUpdate(Date.from(nextUpdate));
          list.addExtension(
              Extension.authorityKeyIdentifier,
              false,
              new JcaX509ExtensionUtils()
                  .createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
          var signer = new JcaContentSignerBuilder("SHA256withRSA").build(issuer.key());
          return Optional.of(list.build(signer).getEncoded());
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
