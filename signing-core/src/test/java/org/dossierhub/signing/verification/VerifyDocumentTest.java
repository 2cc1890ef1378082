package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.World.sealed;
import static org.dossierhub.signing.verification.World.verify;

import org.junit.jupiter.api.Test;

class VerifyDocumentTest {

  @Test
  void finds_a_decision_signed_by_the_leader_and_sealed_by_the_clerk_valid() {
    var report = verify(sealed());

    System.out.println(ReportJson.write(report));
    assertThat(report.signatures()).hasSize(2);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.VALID);
  }
}
