package org.dossierhub.exchange.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.desk.TestDesk;
import org.dossierhub.exchange.dossier.KeptProofs;
import org.dossierhub.exchange.dossier.KeptVerdict;
import org.dossierhub.exchange.store.ProofStore;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.Proof;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thông tư 15/2025/TT-BKHCN, Điều 5.10: what a verdict rests on is kept, and can be deleted. */
class DeleteProofsTest {
  private TestDesk desk;
  private ProofStore proofs;
  private DeleteProofs deleteProofs;
  private Account administrator;

  @BeforeEach
  void two_published_results(@TempDir Path folder) throws Exception {
    desk = new TestDesk(folder);
    proofs = new ProofStore(desk.database.database());
    deleteProofs = new DeleteProofs(proofs, desk.audit, desk.database.transactions(), desk.clock);
    administrator = administrator(TestDesk.HOME);
    desk.published();
    desk.published();
  }

  private static Account administrator(AgencyCode agency) {
    return account(agency, Role.ADMINISTRATOR);
  }

  private static Account account(AgencyCode agency, Role role) {
    return new Account(
        UUID.randomUUID(), "nguoi.quan.tri", "Người quản trị", agency, Set.of(role), List.of());
  }

  private List<KeptVerdict> kept() {
    return proofs.newest(TestDesk.HOME, Optional.empty(), 10);
  }

  @Test
  void a_published_result_keeps_the_paths_answers_and_time_stamps_of_its_verdict() {
    var verdict = kept().get(0);

    assertThat(verdict.ofResult()).isTrue();
    assertThat(verdict.proofs())
        .extracting(KeptVerdict.Kept::kind)
        .contains(Proof.Kind.CERTIFICATE, Proof.Kind.OCSP_ANSWER, Proof.Kind.TIMESTAMP);
    for (var proof : verdict.proofs()) {
      var content = proofs.content(TestDesk.HOME, verdict.report(), proof.position()).orElseThrow();
      assertThat(Sha256.of(content)).isEqualTo(proof.digest());
      assertThat(content).hasSize((int) proof.size());
    }
  }

  @Test
  void equal_bytes_are_kept_once() {
    var digests =
        kept().stream().flatMap(v -> v.proofs().stream()).map(KeptVerdict.Kept::digest).toList();

    assertThat(kept()).hasSize(2);
    assertThat(digests).hasSizeGreaterThan(Set.copyOf(digests).size());
    assertThat(stored()).isEqualTo(Set.copyOf(digests).size());
  }

  @Test
  void a_deletion_takes_everything_but_what_another_verdict_rests_on_and_is_in_the_audit_log() {
    var doomed = kept().get(0);
    var other = kept().get(1);
    var shared =
        doomed.proofs().stream()
            .filter(p -> other.proofs().stream().anyMatch(o -> o.digest().equals(p.digest())))
            .count();

    var deleted =
        deleteProofs.delete(administrator, doomed.report(), "Hết thời hạn lưu").orElseThrow();

    assertThat(deleted).isEqualTo(new KeptProofs.Deleted(doomed.proofs().size(), (int) shared));
    assertThat(shared).isPositive().isLessThan(doomed.proofs().size());
    for (var proof : doomed.proofs()) {
      assertThat(proofs.content(TestDesk.HOME, doomed.report(), proof.position())).isEmpty();
    }
    for (var proof : other.proofs()) {
      assertThat(proofs.content(TestDesk.HOME, other.report(), proof.position())).isPresent();
    }
    assertThat(stored()).isEqualTo(other.proofs().size());
    var after = proofs.verdict(TestDesk.HOME, doomed.report()).orElseThrow();
    assertThat(after.present()).isZero();
    assertThat(after.proofs()).allMatch(p -> p.deletedBy().equals(Optional.of("nguoi.quan.tri")));
    assertThat(desk.audit.about(doomed.dossier().value()))
        .filteredOn(entry -> entry.action().equals("PROOFS_DELETED"))
        .singleElement()
        .extracting(AuditEntry::detail)
        .asString()
        .contains("Hết thời hạn lưu");
  }

  @Test
  void the_last_verdict_that_rests_on_something_takes_it_along() {
    kept().forEach(v -> deleteProofs.delete(administrator, v.report(), "Hết thời hạn lưu"));

    assertThat(stored()).isZero();
  }

  @Test
  void nobody_of_another_agency_sees_takes_or_deletes_anything_nor_does_an_auditor_delete() {
    var verdict = kept().get(0);

    assertThat(proofs.newest(TestDesk.JUSTICE, Optional.empty(), 10)).isEmpty();
    assertThat(proofs.verdict(TestDesk.JUSTICE, verdict.report())).isEmpty();
    assertThat(proofs.content(TestDesk.JUSTICE, verdict.report(), 1)).isEmpty();
    assertThat(
            deleteProofs.delete(
                administrator(TestDesk.JUSTICE), verdict.report(), "Không có quyền"))
        .isEmpty();
    assertThat(
            deleteProofs.delete(
                account(TestDesk.HOME, Role.AUDITOR), verdict.report(), "Không có quyền"))
        .isEmpty();
    assertThat(proofs.verdict(TestDesk.HOME, verdict.report()).orElseThrow().present())
        .isEqualTo(verdict.proofs().size());
  }

  private int stored() {
    return desk.database
        .database()
        .read(h -> h.createQuery("select count(*) from proof").mapTo(Integer.class).one());
  }
}
