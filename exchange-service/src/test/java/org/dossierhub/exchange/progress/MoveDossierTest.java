package org.dossierhub.exchange.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.DossierSearch;
import org.dossierhub.exchange.dossier.FeeState;
import org.dossierhub.exchange.dossier.MoveReference;
import org.dossierhub.exchange.dossier.Transition;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.work.WaitingWork;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.xml.VerifiedXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveDossierTest {
  @TempDir Path folder;
  private HubWorld world;
  private UUID dossier;

  @BeforeEach
  void a_dossier_was_received() throws Exception {
    world = new HubWorld(folder);
    world.letter().about("H99.08-261120-0001").part("Đơn.pdf", "đơn").receive();
    dossier = world.dossiers.search(DossierSearch.newestOf(HubWorld.HOME, 1)).get(0).id();
  }

  private void move(BusinessState to, String reason) throws MoveRefused {
    world.moveDossier.move(dossier, to, Optional.ofNullable(reason), "mot-cua");
  }

  @Test
  void a_dossier_goes_from_submitted_to_returned_and_every_step_is_written_down() throws Exception {
    move(BusinessState.ACCEPTED, null);
    move(BusinessState.IN_PROGRESS, null);
    move(BusinessState.DONE, null);
    move(BusinessState.RETURNED, null);

    assertThat(world.dossiers.history(dossier))
        .extracting(DossierMove::to)
        .containsExactly(
            BusinessState.NEWLY_SUBMITTED,
            BusinessState.ACCEPTED,
            BusinessState.IN_PROGRESS,
            BusinessState.DONE,
            BusinessState.RETURNED);
    assertThat(world.audit.about("H99.08-261120-0001"))
        .extracting(AuditEntry::detail)
        .containsExactly("1 → 2", "2 → 4", "4 → 9", "9 → 10");
  }

  @Test
  void the_submitter_gets_a_signed_status_message_and_the_portal_is_told_in_order()
      throws Exception {
    move(BusinessState.ACCEPTED, null);
    move(BusinessState.SUPPLEMENT_REQUESTED, "Thiếu bản vẽ mặt cắt");

    var statuses =
        world.inbox.ofDossier(dossier).stream()
            .filter(message -> message.manifest().kind() == MessageKind.STATUS)
            .toList();
    assertThat(statuses).hasSize(2);
    var last = statuses.get(1);
    assertThat(last.manifest().recipient()).isEqualTo(HubWorld.PORTAL);
    assertThat(last.manifest().status()).get().extracting("code").isEqualTo(5);
    assertThat(last.manifest().status().orElseThrow().reason()).contains("Thiếu bản vẽ mặt cắt");
    assertThat(VerifiedXml.read(last.signedManifest()).signer())
        .isEqualTo(world.token("hub-system").certificate());
    assertThat(world.outbox.waiting(20))
        .filteredOn(work -> work.kind() == WorkKind.SYNCHRONISE_PORTAL)
        .extracting(WaitingWork::subject)
        .containsExactly(
            new MoveReference(dossier, 1).text(),
            new MoveReference(dossier, 2).text(),
            new MoveReference(dossier, 3).text());
  }

  @Test
  void a_move_the_table_does_not_permit_is_refused_and_leaves_no_trace() {
    assertThatThrownBy(() -> move(BusinessState.DONE, null))
        .isInstanceOfSatisfying(
            MoveRefused.class,
            refused -> assertThat(refused.vietnamese()).contains("Mới đăng ký", "Đã xử lý xong"));
    assertThat(world.dossiers.history(dossier)).hasSize(1);
    assertThat(world.inbox.ofDossier(dossier)).hasSize(1);
  }

  @Test
  void a_rejection_needs_its_reason() throws Exception {
    assertThatThrownBy(() -> move(BusinessState.NOT_ACCEPTED, "  "))
        .isInstanceOf(MoveRefused.class);
    move(BusinessState.NOT_ACCEPTED, "Không thuộc thẩm quyền giải quyết");

    assertThatThrownBy(() -> move(BusinessState.ACCEPTED, null)).isInstanceOf(MoveRefused.class);
  }

  @Test
  void after_a_supplement_a_dossier_goes_back_only_to_where_it_came_from() throws Exception {
    move(BusinessState.ACCEPTED, null);
    move(BusinessState.SUPPLEMENT_REQUESTED, "Thiếu bản vẽ");

    var possible = world.checkMove.possible(world.dossiers.byId(dossier).orElseThrow());
    assertThat(possible)
        .extracting(Transition::to)
        .containsExactly(BusinessState.ACCEPTED, BusinessState.WITHDRAWN, BusinessState.STOPPED);
    assertThatThrownBy(() -> move(BusinessState.IN_PROGRESS, null)).isInstanceOf(MoveRefused.class);
    move(BusinessState.ACCEPTED, null);
    move(BusinessState.IN_PROGRESS, null);
  }

  private FeeState fee() {
    return world.dossiers.byId(dossier).orElseThrow().fee();
  }

  @Test
  void what_is_asked_for_is_due_until_the_dossier_goes_back_to_where_it_was() throws Exception {
    assertThat(fee()).isEqualTo(FeeState.NONE_DUE);
    move(BusinessState.ACCEPTED, null);
    assertThat(fee()).isEqualTo(FeeState.NONE_DUE);

    move(BusinessState.PAYMENT_REQUESTED, "Nộp lệ phí 75.000 đồng");
    assertThat(fee()).isEqualTo(FeeState.DUE);
    move(BusinessState.ACCEPTED, null);
    assertThat(fee()).isEqualTo(FeeState.PAID);
    move(BusinessState.IN_PROGRESS, null);
    assertThat(fee()).isEqualTo(FeeState.PAID);

    move(BusinessState.PAYMENT_REQUESTED, "Nộp bổ sung");
    assertThat(fee()).isEqualTo(FeeState.DUE);
  }

  @Test
  void who_withdraws_or_is_stopped_has_not_paid() throws Exception {
    move(BusinessState.ACCEPTED, null);
    move(BusinessState.PAYMENT_REQUESTED, "Nộp lệ phí");
    move(BusinessState.STOPPED, "Quá hạn nộp");
    assertThat(fee()).isEqualTo(FeeState.DUE);
    move(BusinessState.IN_PROGRESS, "Đã liên hệ được với người nộp");
    assertThat(fee()).isEqualTo(FeeState.DUE);
    move(BusinessState.PAYMENT_REQUESTED, "Nộp lệ phí");
    move(BusinessState.WITHDRAWN, "Công dân rút hồ sơ");

    assertThat(fee()).isEqualTo(FeeState.DUE);
  }

  @Test
  void a_demand_the_deciding_agency_tells_of_counts_the_same() throws Exception {
    world
        .letter()
        .to(HubWorld.AGRICULTURE)
        .about("H99.21-261120-0001")
        .part("Đơn.pdf", "đ")
        .receive();
    dossier = world.dossiers.byCode(new DossierCode("H99.21-261120-0001")).orElseThrow().id();
    world.agreement(HubWorld.AGRICULTURE, HubWorld.PORTAL, Limits.GREATEST);

    told(2, null);
    told(6, "Nộp lệ phí");
    assertThat(fee()).isEqualTo(FeeState.DUE);
    told(2, null);
    assertThat(fee()).isEqualTo(FeeState.PAID);
  }

  private void told(int status, String reason) throws Exception {
    world
        .letter()
        .from(HubWorld.AGRICULTURE, "agency-h99-21")
        .to(HubWorld.PORTAL)
        .about("H99.21-261120-0001")
        .status(status, reason)
        .receive();
  }

  @Test
  void of_ten_officials_who_move_it_at_once_one_succeeds() throws Exception {
    var pool = Executors.newFixedThreadPool(10);
    List<Callable<Boolean>> moves = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      moves.add(
          () -> {
            try {
              move(BusinessState.ACCEPTED, null);
              return true;
            } catch (MoveRefused e) {
              return false;
            }
          });
    }
    int succeeded = 0;
    for (var result : pool.invokeAll(moves)) {
      succeeded += result.get() ? 1 : 0;
    }
    pool.shutdown();

    assertThat(succeeded).isEqualTo(1);
    assertThat(world.dossiers.history(dossier)).hasSize(2);
  }
}
