package org.dossierhub.exchange.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.Box;
import org.dossierhub.signing.pdf.ResultLayout;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultAtTheDeskTest {
  private TestDesk desk;

  @BeforeEach
  void a_desk_is_there(@TempDir Path folder) {
    desk = new TestDesk(folder);
  }

  @Test
  void a_decision_is_prepared_signed_numbered_sealed_stamped_and_published() throws Exception {
    var prepared = desk.prepared();
    assertThat(prepared.state()).isEqualTo(ResultState.AWAITING_LEADER);
    assertThat(prepared.pages()).isEqualTo(2);

    var signed = desk.leaderSigned(prepared);
    assertThat(signed.state()).isEqualTo(ResultState.AWAITING_NUMBER);

    var numbered = desk.numberResult.number(desk.clerk, signed.id(), desk.today());
    assertThat(numbered.state()).isEqualTo(ResultState.AWAITING_SEAL);
    assertThat(numbered.number().orElseThrow().text()).isEqualTo("01/QĐ-SXD");

    var sealed = desk.sealed(numbered);
    assertThat(sealed.state()).isEqualTo(ResultState.AWAITING_TIMESTAMP);
    assertThat(desk.waiting()).containsExactly(WorkKind.TIMESTAMP_RESULT);

    stamp(sealed);
    var stamped = now(sealed);
    assertThat(stamped.state()).isEqualTo(ResultState.AWAITING_PUBLICATION);

    var published = desk.publishResult.publish(desk.clerk, stamped.id());
    assertThat(published.state()).isEqualTo(ResultState.PUBLISHED);
    assertThat(published.publication().orElseThrow().digest())
        .isEqualTo(Sha256.of(desk.bytes(published)));

    assertThat(desk.results.revisions(published.id()))
        .extracting(Revision::kind)
        .containsExactly(
            RevisionKind.RESERVED,
            RevisionKind.SIGNED,
            RevisionKind.NUMBERED,
            RevisionKind.SEALED,
            RevisionKind.TIMESTAMPED);
    var dossier = desk.dossiers.byId(published.dossierId()).orElseThrow();
    assertThat(dossier.business()).isEqualTo(BusinessState.DONE);
    assertThat(dossier.signing()).isEqualTo(SigningState.PUBLISHED);
    assertThat(desk.waiting()).contains(WorkKind.DELIVER_MESSAGE, WorkKind.SYNCHRONISE_PORTAL);
    assertThat(desk.auditOf(published))
        .contains(
            "RESULT_PREPARED",
            "SIGNING_SESSION_OPENED",
            "SIGNING_SESSION_SERVED",
            "RESULT_SIGNED",
            "RESULT_NUMBERED",
            "RESULT_SEALED",
            "RESULT_TIMESTAMPED",
            "RESULT_PUBLISHED");
  }

  @Test
  void a_published_result_goes_to_the_submitter_and_to_the_distribution_list_with_file_and_notice()
      throws Exception {
    var published = desk.published();

    var sent =
        desk.messages.inbox.ofDossier(published.dossierId()).stream()
            .map(message -> message.manifest())
            .filter(manifest -> manifest.kind() == MessageKind.RESULT)
            .toList();

    assertThat(sent)
        .extracting(manifest -> manifest.recipient())
        .containsExactlyInAnyOrder(TestDesk.PORTAL, TestDesk.FARMING);
    assertThat(sent)
        .allSatisfy(
            manifest -> {
              assertThat(manifest.sender()).isEqualTo(TestDesk.HOME);
              assertThat(manifest.parts())
                  .extracting(part -> part.name())
                  .containsExactly("ket-qua.xml", "01-QĐ-SXD.pdf");
              assertThat(manifest.parts().get(1).sha256())
                  .isEqualTo(published.publication().orElseThrow().digest());
            });
  }

  @Test
  void every_revision_only_appends_to_the_one_before() throws Exception {
    var prepared = desk.prepared();
    var earlier = desk.bytes(prepared);
    var result = prepared;
    for (var step : List.of("sign", "number", "seal", "stamp")) {
      result =
          switch (step) {
            case "sign" -> desk.leaderSigned(result);
            case "number" -> desk.numberResult.number(desk.clerk, result.id(), desk.today());
            case "seal" -> desk.sealed(result);
            default -> stamp(result);
          };
      var later = desk.bytes(result);
      assertThat(Arrays.copyOf(later, earlier.length)).as(step).isEqualTo(earlier);
      earlier = later;
    }
  }

  @Test
  void the_published_file_has_two_valid_signatures_with_proven_time_and_the_expected_names()
      throws Exception {
    var report = desk.verifyDocument.verify("ket-qua.pdf", desk.bytes(desk.published()));

    assertThat(report.verdict()).as(report.summary()).isEqualTo(Verdict.VALID);
    assertThat(report.signatures())
        .extracting(s -> s.signer().contains("Nguyễn Thị Minh An"))
        .contains(true);
    assertThat(report.signatures())
        .hasSize(2)
        .allSatisfy(s -> assertThat(s.provenTime()).isPresent());
  }

  @Test
  void a_draft_of_a_dossier_of_another_agency_is_refused_as_unknown() {
    var dossier = desk.dossier();

    refused(
        DeskRefusal.UNKNOWN_DOSSIER,
        () -> desk.prepareResult.prepare(desk.otherOfficer, dossier.id(), desk.draft()));
    refused(
        DeskRefusal.ROLE_MISSING,
        () -> desk.prepareResult.prepare(desk.leader, dossier.id(), desk.draft()));
  }

  @Test
  void a_draft_that_is_no_pdf_or_has_no_title_symbol_or_known_recipient_is_refused() {
    var dossier = desk.dossier();
    var draft = desk.draft();

    refused(
        DeskRefusal.DRAFT_UNUSABLE,
        () ->
            desk.prepareResult.prepare(
                desk.officer,
                dossier.id(),
                new Draft("Quyết định", "QĐ-SXD", Draft.Pdf.of(new byte[] {1, 2, 3}), List.of())));
    refused(
        DeskRefusal.TITLE_UNUSABLE,
        () ->
            desk.prepareResult.prepare(
                desk.officer, dossier.id(), new Draft(" ", "QĐ-SXD", draft.pdf(), List.of())));
    refused(
        DeskRefusal.SYMBOL_UNUSABLE,
        () ->
            desk.prepareResult.prepare(
                desk.officer,
                dossier.id(),
                new Draft("Quyết định", "a/b\n", draft.pdf(), List.of())));
    refused(
        DeskRefusal.UNKNOWN_RECIPIENT,
        () ->
            desk.prepareResult.prepare(
                desk.officer,
                dossier.id(),
                new Draft("Quyết định", "QĐ-SXD", draft.pdf(), List.of(new AgencyCode("H99.77")))));
  }

  @Test
  void a_draft_that_shows_something_where_number_date_or_signature_go_is_refused_at_once() {
    var dossier = desk.dossier();
    var usual = ResultLayout.decision();
    var overText = new Box(1, 70, 640, 160, 22);

    for (var layout :
        List.of(
            new ResultLayout(overText, usual.date(), usual.leader(), usual.seal()),
            new ResultLayout(usual.number(), overText, usual.leader(), usual.seal()),
            new ResultLayout(usual.number(), usual.date(), overText, usual.seal()))) {
      var draft =
          new Draft(
              "Quyết định",
              "QĐ-SXD",
              Draft.Pdf.of(DraftPdf.decision()),
              Optional.of(layout),
              List.of());
      assertThatThrownBy(() -> desk.prepareResult.prepare(desk.officer, dossier.id(), draft))
          .asInstanceOf(type(DeskRefused.class))
          .satisfies(
              e -> {
                assertThat(e.refusal()).isEqualTo(DeskRefusal.PLACE_COVERED);
                assertThat(e.reasonVi()).contains("trang 1", "QUYET DINH");
              });
    }
    assertThat(desk.results.ofDossier(dossier.id())).isEmpty();
  }

  @Test
  void a_leader_sends_a_draft_back_and_the_officer_hands_in_a_better_one() throws Exception {
    var prepared = desk.prepared();
    var session = desk.session(desk.leader, prepared, SigningRole.LEADER);
    var signedTooLate = desk.signed(session, "leader");

    var sentBack =
        desk.sendBackDraft.sendBack(desk.leader, prepared.id(), "Điều 1 ghi sai diện tích");
    assertThat(sentBack.state()).isEqualTo(ResultState.SENT_BACK);
    assertThat(sentBack.remark().orElseThrow().reason()).isEqualTo("Điều 1 ghi sai diện tích");
    assertThat(desk.dossiers.byId(prepared.dossierId()).orElseThrow().signing())
        .isEqualTo(SigningState.SENT_BACK);
    refused(
        DeskRefusal.REVISION_PASSED,
        () -> desk.acceptSignedRevision.accept(session, signedTooLate));
    refused(
        DeskRefusal.WRONG_STATE,
        () -> desk.openSigningSession.open(desk.leader, prepared.id(), SigningRole.LEADER));

    var better =
        desk.replaceDraft.replace(
            desk.officer,
            prepared.id(),
            new Draft("Quyết định đã sửa", "QĐ-SXD", Draft.Pdf.of(DraftPdf.decision()), List.of()));
    assertThat(better.state()).isEqualTo(ResultState.AWAITING_LEADER);
    assertThat(better.title()).isEqualTo("Quyết định đã sửa");
    assertThat(better.latest().number()).isEqualTo(2);
    assertThat(better.distribution()).isEqualTo(prepared.distribution());
    assertThat(better.remark()).isPresent();

    var published =
        desk.publishResult.publish(
            desk.clerk,
            stamp(
                    desk.sealed(
                        desk.numberResult.number(
                            desk.clerk, desk.leaderSigned(better).id(), desk.today())))
                .id());
    assertThat(published.state()).isEqualTo(ResultState.PUBLISHED);
    assertThat(desk.auditOf(published))
        .containsSubsequence(
            "RESULT_PREPARED", "DRAFT_SENT_BACK", "DRAFT_REPLACED", "RESULT_SIGNED");
  }

  @Test
  void a_clerk_sends_a_signed_decision_back_before_a_number_is_given_and_it_is_signed_again()
      throws Exception {
    var signed = desk.leaderSigned(desk.prepared());
    refused(
        DeskRefusal.ROLE_MISSING,
        () -> desk.sendBackDraft.sendBack(desk.leader, signed.id(), "Tôi muốn ký lại bản khác"));

    desk.sendBackDraft.sendBack(desk.clerk, signed.id(), "Sai thể thức: thiếu nơi nhận");
    var better = desk.replaceDraft.replace(desk.officer, signed.id(), desk.draft());
    var numbered =
        desk.numberResult.number(desk.clerk, desk.leaderSigned(better).id(), desk.today());
    var unnumbered =
        desk.withdrawNumber.withdraw(desk.clerk, numbered.id(), "Cấp nhầm số, xin lấy lại");

    // the revision that counts again is the second signed one, not the one that was sent back
    assertThat(unnumbered.latest().number()).isEqualTo(4);
    refused(
        DeskRefusal.WRONG_STATE,
        () -> desk.sendBackDraft.sendBack(desk.clerk, desk.sealed().id(), "Đã đóng dấu mất rồi"));
  }

  @Test
  void a_draft_is_discarded_with_a_reason_and_the_dossier_is_where_its_other_results_left_it()
      throws Exception {
    var draft = desk.prepared();
    refused(
        DeskRefusal.REASON_MISSING, () -> desk.discardDraft.discard(desk.officer, draft.id(), " "));
    var discarded = desk.discardDraft.discard(desk.officer, draft.id(), "Người nộp đã rút hồ sơ");
    assertThat(discarded.state()).isEqualTo(ResultState.DISCARDED);
    assertThat(desk.dossiers.byId(draft.dossierId()).orElseThrow().signing())
        .isEqualTo(SigningState.NOT_BEGUN);
    assertThat(desk.auditOf(draft)).contains("DRAFT_DISCARDED");

    var published = desk.published();
    var correction = desk.prepareResult.prepare(desk.officer, published.dossierId(), desk.draft());
    desk.discardDraft.discard(desk.officer, correction.id(), "Không cần đính chính nữa");
    assertThat(desk.dossiers.byId(published.dossierId()).orElseThrow().signing())
        .isEqualTo(SigningState.PUBLISHED);

    for (var gone : List.of(discarded, published)) {
      refused(
          DeskRefusal.WRONG_STATE,
          () -> desk.discardDraft.discard(desk.officer, gone.id(), "Hủy thêm một lần nữa"));
      refused(
          DeskRefusal.WRONG_STATE,
          () -> desk.replaceDraft.replace(desk.officer, gone.id(), desk.draft()));
      refused(
          DeskRefusal.WRONG_STATE,
          () -> desk.sendBackDraft.sendBack(desk.leader, gone.id(), "Trả lại thêm lần nữa"));
    }
  }

  @Test
  void a25_drafts_of_another_agency_are_absent_and_other_roles_may_not_touch_them()
      throws Exception {
    var draft = desk.prepared();

    unknown(
        () -> desk.sendBackDraft.sendBack(desk.otherLeader, draft.id(), "Lãnh đạo cơ quan khác"));
    unknown(() -> desk.sendBackDraft.sendBack(desk.otherClerk, draft.id(), "Văn thư nơi khác"));
    unknown(() -> desk.replaceDraft.replace(desk.otherOfficer, draft.id(), desk.draft()));
    unknown(() -> desk.discardDraft.discard(desk.otherOfficer, draft.id(), "Cán bộ cơ quan khác"));
    for (var account : List.of(desk.leader, desk.clerk)) {
      refused(
          DeskRefusal.ROLE_MISSING,
          () -> desk.replaceDraft.replace(account, draft.id(), desk.draft()));
      refused(
          DeskRefusal.ROLE_MISSING,
          () -> desk.discardDraft.discard(account, draft.id(), "Không phải việc của tôi"));
    }
    for (var account : List.of(desk.officer, desk.clerk)) {
      refused(
          DeskRefusal.ROLE_MISSING,
          () -> desk.sendBackDraft.sendBack(account, draft.id(), "Không phải việc của tôi"));
    }
    assertThat(now(draft)).isEqualTo(draft);
  }

  @Test
  void no_step_can_be_taken_before_the_one_before_it() throws Exception {
    var prepared = desk.prepared();
    refused(
        DeskRefusal.WRONG_STATE,
        () -> desk.numberResult.number(desk.clerk, prepared.id(), desk.today()));
    refused(
        DeskRefusal.WRONG_STATE,
        () -> desk.openSigningSession.open(desk.clerk, prepared.id(), SigningRole.SEAL));
    refused(DeskRefusal.WRONG_STATE, () -> desk.publishResult.publish(desk.clerk, prepared.id()));
    refused(
        DeskRefusal.WRONG_STATE,
        () -> desk.revokeResult.revoke(desk.clerk, prepared.id(), "Chưa phát hành mà thu hồi"));
  }

  @Test
  void roles_do_not_stand_in_for_one_another() throws Exception {
    var prepared = desk.prepared();
    refused(
        DeskRefusal.ROLE_MISSING,
        () -> desk.openSigningSession.open(desk.clerk, prepared.id(), SigningRole.LEADER));
    refused(
        DeskRefusal.ROLE_MISSING,
        () -> desk.numberResult.number(desk.leader, prepared.id(), desk.today()));
    refused(
        DeskRefusal.ROLE_MISSING, () -> desk.publishResult.publish(desk.officer, prepared.id()));
  }

  @Test
  void another_agency_finds_none_of_it_at_any_step() throws Exception {
    var prepared = desk.prepared();
    var stamped = desk.stamped();
    var published = desk.published();
    unknown(
        () -> desk.openSigningSession.open(desk.otherLeader, prepared.id(), SigningRole.LEADER));
    unknown(() -> desk.numberResult.number(desk.otherClerk, prepared.id(), desk.today()));
    unknown(
        () -> desk.withdrawNumber.withdraw(desk.otherClerk, prepared.id(), "Không có lý do gì"));
    unknown(() -> desk.publishResult.publish(desk.otherClerk, stamped.id()));
    unknown(
        () -> desk.revokeResult.revoke(desk.otherClerk, published.id(), "Không có lý do nào cả"));
    unknown(
        () ->
            desk.replaceResult.replace(
                desk.otherClerk, published.id(), stamped.id(), "Không có lý do nào cả"));
    unknown(() -> desk.lookUpResults.one(desk.otherClerk, published.id()));
    unknown(() -> desk.lookUpResults.document(desk.otherClerk, published.id()));
    unknown(() -> desk.lookUpResults.revisions(desk.otherClerk, published.id()));
    assertThat(desk.lookUpResults.ofAgency(desk.otherClerk, 100)).isEmpty();
    assertThat(desk.lookUpResults.ofDossier(desk.otherClerk, published.dossierId())).isEmpty();
    assertThat(desk.lookUpResults.register(desk.otherClerk, desk.today().getYear())).isEmpty();
    assertThat(desk.lookUpResults.ofAgency(desk.clerk, 100)).hasSize(3);
  }

  @Test
  void the_date_lies_between_the_leaders_signature_and_today() throws Exception {
    var signed = desk.leaderSigned(desk.prepared());

    refused(
        DeskRefusal.DATE_NOT_ALLOWED,
        () -> desk.numberResult.number(desk.clerk, signed.id(), desk.today().minusDays(1)));
    refused(
        DeskRefusal.DATE_NOT_ALLOWED,
        () -> desk.numberResult.number(desk.clerk, signed.id(), desk.today().plusDays(1)));
    assertThat(desk.register.entries(TestDesk.HOME, desk.today().getYear())).isEmpty();
  }

  @Test
  void a_wrong_number_is_taken_back_before_the_seal_and_leaves_a_gap() throws Exception {
    var signed = desk.leaderSigned(desk.prepared());
    var numbered = desk.numberResult.number(desk.clerk, signed.id(), desk.today());
    refused(
        DeskRefusal.REASON_MISSING,
        () -> desk.withdrawNumber.withdraw(desk.clerk, numbered.id(), "sai"));

    var back = desk.withdrawNumber.withdraw(desk.clerk, numbered.id(), "Cấp nhầm số cho hồ sơ này");
    assertThat(back.state()).isEqualTo(ResultState.AWAITING_NUMBER);
    assertThat(back.latest()).isEqualTo(signed.latest());
    var again = desk.numberResult.number(desk.clerk, signed.id(), desk.today());
    var sealed = desk.sealed(again);

    assertThat(sealed.number().orElseThrow().text()).isEqualTo("02/QĐ-SXD");
    assertThat(desk.lookUpResults.register(desk.clerk, desk.today().getYear()))
        .extracting(e -> e.cancelled().isPresent())
        .containsExactly(true, false);
    refused(
        DeskRefusal.WRONG_STATE,
        () -> desk.withdrawNumber.withdraw(desk.clerk, sealed.id(), "Đã đóng dấu thì không rút"));
  }

  @Test
  void while_the_time_stamp_authority_is_away_the_result_waits_and_cannot_be_published()
      throws Exception {
    var sealed = desk.sealed();
    desk.network.timestampAway = true;

    assertThatThrownBy(() -> stamp(sealed)).isInstanceOf(TryAgainLater.class);
    assertThat(now(sealed).state()).isEqualTo(ResultState.AWAITING_TIMESTAMP);
    refused(DeskRefusal.NOT_STAMPED, () -> desk.publishResult.publish(desk.clerk, sealed.id()));
    desk.clock.advance(Duration.ofMinutes(20));
    assertThat(desk.results.unstampedSince(desk.clock.instant().minus(Duration.ofMinutes(15))))
        .isEqualTo(1);

    desk.network.timestampAway = false;
    assertThat(stamp(sealed).state()).isEqualTo(ResultState.AWAITING_PUBLICATION);
  }

  @Test
  void stamping_twice_stamps_once() throws Exception {
    var stamped = stamp(desk.sealed());

    assertThat(stamp(stamped)).isEqualTo(stamped);
  }

  @Test
  void a_file_changed_on_disk_is_noticed_before_it_is_used() throws Exception {
    var stamped = desk.stamped();
    desk.corrupt(stamped);

    assertThatThrownBy(() -> desk.publishResult.publish(desk.clerk, stamped.id()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(stamped.latest().digest().hex());
  }

  @Test
  void publishing_twice_publishes_once() throws Exception {
    var published = desk.published();
    int waiting = desk.waiting().size();

    refused(DeskRefusal.WRONG_STATE, () -> desk.publishResult.publish(desk.clerk, published.id()));
    assertThat(desk.waiting()).hasSize(waiting);
  }

  @Test
  void a_revoked_result_says_why_and_tells_its_recipients() throws Exception {
    var published = desk.published();
    int waiting = desk.waiting().size();
    refused(
        DeskRefusal.REASON_MISSING,
        () -> desk.revokeResult.revoke(desk.clerk, published.id(), " "));

    var revoked =
        desk.revokeResult.revoke(desk.leader, published.id(), "Cấp phép sai thẩm quyền, thu hồi");

    assertThat(revoked.state()).isEqualTo(ResultState.REVOKED);
    assertThat(revoked.withdrawal().orElseThrow().reason()).contains("sai thẩm quyền");
    assertThat(desk.waiting().size()).isGreaterThan(waiting + 1);
    assertThat(desk.auditOf(revoked)).contains("RESULT_REVOKED");
    refused(
        DeskRefusal.WRONG_STATE,
        () -> desk.revokeResult.revoke(desk.leader, published.id(), "Thu hồi lần thứ hai"));
  }

  @Test
  void a_result_is_replaced_by_a_published_correction_of_the_same_dossier() throws Exception {
    var published = desk.published();
    var elsewhere = desk.published();
    refused(
        DeskRefusal.SUCCESSOR_UNUSABLE,
        () ->
            desk.replaceResult.replace(
                desk.clerk, published.id(), elsewhere.id(), "Thay bằng quyết định khác"));

    var correction = desk.prepareResult.prepare(desk.officer, published.dossierId(), desk.draft());
    var numbered =
        desk.numberResult.number(desk.clerk, desk.leaderSigned(correction).id(), desk.today());
    var stamped = stamp(desk.sealed(numbered));
    var successor = desk.publishResult.publish(desk.clerk, stamped.id());
    var replaced =
        desk.replaceResult.replace(
            desk.clerk, published.id(), successor.id(), "Sửa diện tích ghi sai ở Điều 1");

    assertThat(replaced.state()).isEqualTo(ResultState.REPLACED);
    assertThat(replaced.withdrawal().orElseThrow().successor()).contains(successor.id());
  }

  private Result stamp(Result result) {
    desk.timestampResult.perform(
        new Work(UUID.randomUUID(), WorkKind.TIMESTAMP_RESULT, "tsa", result.id().toString(), 1));
    return now(result);
  }

  private Result now(Result result) {
    return desk.results.byId(result.id()).orElseThrow();
  }

  private static void unknown(ThrowingCallable call) {
    refused(DeskRefusal.UNKNOWN_RESULT, call);
  }

  static void refused(DeskRefusal expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(DeskRefused.class))
        .satisfies(e -> assertThat(e.refusal()).as(e.getMessage()).isEqualTo(expected));
  }
}
