package org.dossierhub.exchange.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DossierSearch;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Classification;
import org.dossierhub.exchange.message.IncomingPart;
import org.dossierhub.exchange.message.PartSource;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.progress.TakeStatus;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.WaitingWork;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.VerifiedXml;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiveDossierTest {
  private static final String CODE = "H99.08-261120-0001";

  @TempDir Path folder;
  private HubWorld world;

  @BeforeEach
  void world() {
    world = new HubWorld(folder);
  }

  private Letter letter() {
    return world.letter().about(CODE).part("Đơn đề nghị.pdf", "đơn").part("Bản vẽ.pdf", "bản vẽ");
  }

  @Test
  void a_good_message_gets_a_receipt_and_everything_is_kept() throws Exception {
    var letter = letter();
    var signed = letter.signed();

    var receipt = world.receiveDossier.receive(letter.incoming(signed, letter.parts()));

    var verified = VerifiedXml.read(receipt.document());
    assertThat(verified.signer()).isEqualTo(world.token("hub-system").certificate());
    assertThat(new String(verified.content(), StandardCharsets.UTF_8))
        .contains(letter.id().value(), Sha256.of(signed).hex(), CODE, "H99.00", "Bản vẽ.pdf");
    var stored = world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
    assertThat(stored.signedManifest()).isEqualTo(signed);
    assertThat(stored.manifest()).isEqualTo(letter.manifest());
    assertThat(world.evidence.ofMessage(stored.reference()))
        .extracting(Evidence::kind)
        .containsExactly(Evidence.Kind.MANIFEST_VERIFIED, Evidence.Kind.RECEIPT_ISSUED);
    assertThat(files()).hasSize(2);
  }

  @Test
  void the_dossier_is_registered_for_its_agency_and_the_portal_is_told() throws Exception {
    letter().receive();

    var dossier = world.dossiers.search(DossierSearch.newestOf(HubWorld.HOME, 10)).get(0);
    assertThat(dossier.code().value()).isEqualTo(CODE);
    assertThat(dossier.business()).isEqualTo(BusinessState.NEWLY_SUBMITTED);
    assertThat(dossier.light()).isEqualTo(TrafficLight.NOT_JUDGED);
    assertThat(dossier.synchronisation()).isEqualTo(SynchronisationState.WAITING);
    assertThat(dossier.applicant()).get().extracting("name").isEqualTo("Phạm Thị Hồng Nhung");
    assertThat(world.outbox.waiting(10))
        .extracting(WaitingWork::kind)
        .containsExactlyInAnyOrder(WorkKind.JUDGE_DOCUMENTS, WorkKind.SYNCHRONISE_PORTAL);
    assertThat(world.dossiers.ofAgency(HubWorld.JUSTICE, dossier.id())).isEmpty();
  }

  @Test
  void a_procedure_without_national_code_cannot_be_synchronised_yet() throws Exception {
    letter().procedure("1.001612").receive();

    assertThat(
            world
                .dossiers
                .search(DossierSearch.newestOf(HubWorld.HOME, 1))
                .get(0)
                .synchronisation())
        .isEqualTo(SynchronisationState.NOT_POSSIBLE);
  }

  @Test
  void a_dossier_for_a_desk_of_the_hub_gets_its_code_from_the_hub() throws Exception {
    var first = world.letter().part("a.pdf", "1");
    var second = world.letter().part("b.pdf", "2");
    first.receive();
    var receipt = second.receive();

    var codes = world.dossiers.search(DossierSearch.newestOf(HubWorld.HOME, 10));
    assertThat(codes)
        .extracting(dossier -> dossier.code().value())
        .allMatch(code -> code.matches("H99\\.08-\\d{6}-000[12]"))
        .doesNotHaveDuplicates();
    assertThat(new String(receipt.document(), StandardCharsets.UTF_8))
        .contains(codes.get(0).code().value());
  }

  @Test
  void a_code_that_a_sender_has_used_is_not_given_to_another_dossier() throws Exception {
    var first = world.letter().part("a.pdf", "1");
    first.receive();
    var given = codeOf(first);
    var next = given.substring(0, given.length() - 1) + "2";
    var chosen = world.letter().about(next).part("b.pdf", "2");
    chosen.receive();
    var third = world.letter().part("c.pdf", "3");
    third.receive();

    assertThat(given).endsWith("-0001");
    assertThat(codeOf(chosen)).isEqualTo(next);
    assertThat(codeOf(third)).endsWith("-0003");
    assertThat(dossierOf(third)).isNotEqualTo(dossierOf(chosen));
  }

  @Test
  void a_code_taken_by_a_sender_after_the_hub_chose_it_makes_nobodys_papers_a_supplement()
      throws Exception {
    letter().receive();
    var register =
        new RegisterDossier(
            world.agencies,
            world.dossiers,
            world.procedures,
            new TakeStatus(world.dossiers, world.checkMove, world.tellPortal, world.audit),
            world.tellPortal);
    var home = world.agencies.byCode(HubWorld.HOME).orElseThrow();
    var uncoded = world.letter().part("c.pdf", "3").manifest();

    assertThatThrownBy(() -> register.register(uncoded, home, new DossierCode(CODE), Instant.now()))
        .isInstanceOf(TryAgainLater.class);
  }

  @Test
  void a_message_for_an_agency_elsewhere_is_queued_with_the_manifest_of_its_sender()
      throws Exception {
    var letter = letter().to(HubWorld.AGRICULTURE).about("H99.21-261120-0001");
    letter.receive();

    var stored = world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
    var delivery = world.deliveries.ofMessage(stored.reference()).get(0);
    assertThat(delivery.recipient()).isEqualTo(HubWorld.AGRICULTURE);
    assertThat(world.outbox.waiting(10))
        .filteredOn(work -> work.kind() == WorkKind.DELIVER_MESSAGE)
        .singleElement()
        .satisfies(
            work -> {
              assertThat(work.lane()).isEqualTo("H99.21");
              assertThat(work.subject()).isEqualTo(delivery.id().toString());
            });
  }

  // ------------------------------------------------------------ repeating (F13, F14, F15)

  @Test
  void F13_the_same_message_again_gets_the_byte_identical_receipt_and_changes_nothing()
      throws Exception {
    var letter = letter();
    var first = letter.receive();
    var again = letter.receive();

    assertThat(again.document()).isEqualTo(first.document());
    assertThat(world.outbox.waiting(10)).hasSize(2);
    assertThat(files()).hasSize(2);
  }

  @Test
  void F15_a_repetition_is_answered_even_after_the_agreement_has_ended() throws Exception {
    var letter = letter();
    var first = letter.receive();
    world
        .agreements
        .all()
        .forEach(agreement -> world.agreements.end(agreement.id(), LocalDate.of(2025, 12, 31)));

    assertThat(letter.receive().document()).isEqualTo(first.document());
    assertRefused(letter().about("H99.08-261120-0002"), RejectionReason.NO_AGREEMENT);
  }

  @Test
  void F13_the_same_id_with_other_content_gets_a_signed_refusal_and_an_alert() throws Exception {
    var letter = letter();
    letter.receive();

    var refusal =
        assertRefused(letter().id(letter.id()).part("Thêm.pdf", "thêm"), RejectionReason.ID_REUSED);

    var verified = VerifiedXml.read(refusal.refusal().orElseThrow());
    assertThat(verified.signer()).isEqualTo(world.token("hub-system").certificate());
    assertThat(new String(verified.content(), StandardCharsets.UTF_8))
        .contains("ID_REUSED", letter.id().value());
    assertThat(world.audit.about(letter.id().value()))
        .extracting(AuditEntry::action)
        .containsExactly("MESSAGE_ACCEPTED", "ALERT_ID_REUSED");
  }

  @Test
  void F13_the_same_parts_under_another_id_are_accepted_and_flagged() throws Exception {
    letter().receive();
    var twin = letter();
    twin.receive();

    assertThat(world.audit.about(twin.id().value()))
        .extracting(AuditEntry::action)
        .contains("SAME_PARTS_OTHER_ID");
  }

  @Test
  void F13_the_same_parts_under_another_id_are_flagged_even_when_both_come_at_once()
      throws Exception {
    var first = world.letter().about("H99.08-261120-0031").part("a.pdf", "cùng một tệp");
    var second = world.letter().about("H99.08-261120-0032").part("a.pdf", "cùng một tệp");
    var other = Executors.newSingleThreadExecutor();
    try {
      var answer =
          world.transactions.inOne(
              () -> {
                receiveUnchecked(first);
                var waiting = other.submit(second::receive);
                awaitSomebodyWaitingForALock();
                return waiting;
              });
      answer.get();
    } finally {
      other.shutdown();
    }

    assertThat(world.audit.about(second.id().value()))
        .extracting(AuditEntry::action)
        .contains("SAME_PARTS_OTHER_ID");
  }

  private static void receiveUnchecked(Letter letter) {
    try {
      letter.receive();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitSomebodyWaitingForALock() {
    var end = Instant.now().plusSeconds(30);
    while (world.test.database().read(ReceiveDossierTest::waitingForALock) == 0) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("Nobody waits");
      }
      Thread.onSpinWait();
    }
  }

  private static int waitingForALock(Handle handle) {
    return handle
        .createQuery("select count(*) from pg_locks where not granted")
        .mapTo(Integer.class)
        .one();
  }

  @Test
  void F14_fifty_concurrent_copies_have_one_winner_and_fifty_equal_receipts() throws Exception {
    var letter = letter().to(HubWorld.AGRICULTURE).about("H99.21-261120-0009");
    var signed = letter.signed();
    var pool = Executors.newFixedThreadPool(50);
    List<Callable<byte[]>> copies = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      copies.add(
          () -> world.receiveDossier.receive(letter.incoming(signed, letter.parts())).document());
    }

    List<String> receipts = new ArrayList<>();
    for (var copy : pool.invokeAll(copies)) {
      receipts.add(new String(copy.get(), StandardCharsets.UTF_8));
    }
    pool.shutdown();

    assertThat(receipts).hasSize(50).containsOnly(receipts.get(0));
    assertThat(world.outbox.waiting(100))
        .extracting(WaitingWork::kind)
        .containsExactlyInAnyOrder(
            WorkKind.JUDGE_DOCUMENTS, WorkKind.DELIVER_MESSAGE, WorkKind.SYNCHRONISE_PORTAL);
    assertThat(world.dossiers.history(dossierOf(letter))).hasSize(1);
  }

  // ------------------------------------------------------------ strangers and impostors

  @Test
  void a_stranger_with_a_valid_certificate_is_refused_without_a_signed_answer() {
    var refusal = assertRefused(letter().signedBy("stranger"), RejectionReason.NOT_AUTHENTICATED);
    assertThat(refusal.refusal()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void the_impostor_with_the_same_issuer_name_is_refused() {
    var impostor = letter().from(HubWorld.AGRICULTURE, "impostor").connectedAs("agency-h99-21");

    assertRefused(impostor, RejectionReason.UNKNOWN_SENDER);
  }

  @Test
  void a_manifest_of_one_agency_over_the_connection_of_another_is_refused() {
    assertRefused(letter().connectedAs("agency-h99-21"), RejectionReason.NOT_AUTHENTICATED);
  }

  @Test
  void a_manifest_that_names_another_sender_than_its_signer_is_refused() {
    assertRefused(
        letter().from(HubWorld.AGRICULTURE, "portal-g99-01"), RejectionReason.SEAL_BROKEN);
  }

  @Test
  void a_withdrawn_certificate_no_longer_speaks_for_its_agency() {
    var letter = letter();
    var signed = letter.signed();
    world
        .agencies
        .certificatesOf(HubWorld.PORTAL)
        .forEach(
            certificate ->
                world.agencies.withdrawCertificate(
                    HubWorld.PORTAL, certificate.id(), HubWorld.lostASecondAgo()));

    var refused =
        catchThrowableOfType(
            DossierRejected.class,
            () -> world.receiveDossier.receive(letter.incoming(signed, letter.parts())));
    assertThat(refused.reason()).isEqualTo(RejectionReason.NOT_AUTHENTICATED);
  }

  /** The certificate of the portal is replaced by another, a minute after the letter was made. */
  private Instant portalChangesItsCertificate(Withdrawal.Reason reason, Instant at) {
    world
        .agencies
        .certificatesOf(HubWorld.PORTAL)
        .forEach(
            certificate ->
                world.agencies.withdrawCertificate(
                    HubWorld.PORTAL,
                    certificate.id(),
                    new Withdrawal(at, reason, Instant.now(), "")));
    world.certificate(HubWorld.PORTAL, "stranger");
    return at;
  }

  @Test
  void F23_what_was_signed_before_an_orderly_change_of_certificates_is_taken_for_three_days()
      throws Exception {
    var change =
        portalChangesItsCertificate(
            Withdrawal.Reason.REPLACED, Instant.now().minus(Duration.ofDays(1)));

    assertThat(letter().connectedAs("stranger").made(change.minusSeconds(60)).receive().document())
        .isNotEmpty();
    assertRefused(
        letter().connectedAs("stranger").made(change.plusSeconds(1)),
        RejectionReason.CERTIFICATE_NOT_VALID);
    assertRefused(letter().made(change.minusSeconds(60)), RejectionReason.NOT_AUTHENTICATED);
  }

  @Test
  void F23_after_three_days_nothing_signed_with_the_replaced_certificate_is_taken() {
    var change =
        portalChangesItsCertificate(
            Withdrawal.Reason.REPLACED, Instant.now().minus(Withdrawal.IN_FLIGHT));

    assertRefused(
        letter().connectedAs("stranger").made(change.minusSeconds(60)),
        RejectionReason.CERTIFICATE_NOT_VALID);
  }

  @Test
  void F23_of_a_lost_key_nothing_is_taken_whatever_time_it_names() {
    var lost =
        portalChangesItsCertificate(Withdrawal.Reason.COMPROMISED, Instant.now().minusSeconds(60));

    assertRefused(
        letter().connectedAs("stranger").made(lost.minus(Duration.ofDays(30))),
        RejectionReason.CERTIFICATE_NOT_VALID);
  }

  @Test
  void F23_the_same_message_signed_anew_gets_the_receipt_it_got_before() throws Exception {
    var letter = letter();
    var first = letter.receive();
    portalChangesItsCertificate(Withdrawal.Reason.COMPROMISED, Instant.now().minusSeconds(1));

    assertRefused(letter.connectedAs("stranger"), RejectionReason.CERTIFICATE_NOT_VALID);
    assertThat(letter.signedBy("stranger").receive().document()).isEqualTo(first.document());
  }

  private static final AgencyCode HEIR = new AgencyCode("H99.33");

  private void homeIsMerged(Succession.Policy policy) {
    world.agency(HEIR, "Sở Xây dựng mới", Channel.DESK);
    world.agencies.close(
        HubWorld.HOME,
        Instant.now().minusSeconds(1),
        Optional.of(new Succession(HEIR, policy, "Nghị quyết 12/NQ-HĐND")));
  }

  @Test
  void what_is_addressed_to_a_merged_agency_is_received_by_its_successor() throws Exception {
    var code = letter().about("H99.08-261120-0001");
    code.receive();
    homeIsMerged(Succession.Policy.FORWARD);
    var letter = letter().about("H99.08-261120-0002");
    letter.receive();

    var dossier = world.dossiers.byCode(new DossierCode("H99.08-261120-0002")).orElseThrow();
    assertThat(dossier.agency()).isEqualTo(HEIR);
    assertThat(world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow().manifest().recipient())
        .isEqualTo(HubWorld.HOME);
    assertThat(world.audit.about(letter.id().value()))
        .extracting(AuditEntry::action)
        .contains("MESSAGE_FORWARDED");
    // a supplement to what the predecessor had
    letter().about("H99.08-261120-0001").receive();
  }

  @Test
  void what_is_addressed_to_a_merged_agency_is_refused_where_that_is_the_policy() {
    homeIsMerged(Succession.Policy.REFUSE);

    var refused = catchThrowableOfType(DossierRejected.class, () -> letter().receive());
    assertThat(refused.reason()).isEqualTo(RejectionReason.RECIPIENT_REPLACED);
    assertThat(refused.detail()).contains("H99.33", "Nghị quyết 12/NQ-HĐND");
  }

  @Test
  void an_agency_takes_part_from_its_first_moment_to_its_last() {
    world.agencies.change(
        with(world.agencies.byCode(HubWorld.HOME).orElseThrow(), Instant.now().plusSeconds(3600)));
    assertRefused(letter(), RejectionReason.UNKNOWN_RECIPIENT);

    world.agencies.change(with(world.agencies.byCode(HubWorld.HOME).orElseThrow(), Instant.EPOCH));
    world.agencies.close(HubWorld.HOME, Instant.now().plusSeconds(3600), Optional.empty());
    assertThatCode(() -> letter().receive()).doesNotThrowAnyException();
  }

  private static Agency with(Agency agency, Instant from) {
    return new Agency(
        agency.code(),
        agency.name(),
        agency.channel(),
        agency.address(),
        agency.registeredAt(),
        from,
        agency.closedAt(),
        agency.succession());
  }

  @Test
  void a_closed_agency_sends_nothing_and_gets_nothing() {
    world.agencies.close(HubWorld.HOME, Instant.now().minusSeconds(1), Optional.empty());
    assertRefused(letter(), RejectionReason.UNKNOWN_RECIPIENT);

    world.agencies.close(HubWorld.PORTAL, Instant.now().minusSeconds(1), Optional.empty());
    assertRefused(letter(), RejectionReason.UNKNOWN_SENDER);
  }

  @Test
  void a_changed_byte_in_the_manifest_breaks_the_seal() {
    var letter = letter();
    var changed =
        new String(letter.signed(), StandardCharsets.UTF_8)
            .replace("Bản vẽ.pdf", "Bản kê.pdf")
            .getBytes(StandardCharsets.UTF_8);

    var refused =
        catchThrowableOfType(
            DossierRejected.class,
            () -> world.receiveDossier.receive(letter.incoming(changed, letter.parts())));
    assertThat(refused.reason()).isEqualTo(RejectionReason.SEAL_BROKEN);
  }

  // ------------------------------------------------------------ what is in the message

  @Test
  void state_secrets_are_refused_at_the_door() {
    assertRefused(letter().classified(Classification.CONFIDENTIAL), RejectionReason.CLASSIFIED);
    assertRefused(letter().classified(Classification.TOP_SECRET), RejectionReason.CLASSIFIED);
  }

  @Test
  void no_agreement_means_no_exchange() {
    var letter = letter().from(HubWorld.COMMUNE, "agency-h99-151");
    var refusal = assertRefused(letter, RejectionReason.NO_AGREEMENT);
    assertThat(refusal.refusal()).isPresent();
    assertRefused(letter().to(new AgencyCode("H99.77")), RejectionReason.UNKNOWN_RECIPIENT);
  }

  @Test
  void more_parts_than_anybody_may_send_exceed_a_limit_and_are_no_malformed_manifest()
      throws Exception {
    var letter = world.letter().about(CODE);
    for (int i = 0; i < 501; i++) {
      letter.part("phần " + i + ".pdf", "x");
    }

    assertThat(assertRefused(letter, RejectionReason.LIMIT_EXCEEDED).detail())
        .isEqualTo("at most 500 parts, found 501");
  }

  @Test
  void the_limits_of_the_agreement_are_named_in_the_refusal() {
    var tooLarge =
        letter()
            .from(HubWorld.AGRICULTURE, "agency-h99-21")
            .part("Lớn.pdf", new byte[(1 << 20) + 1]);
    assertThat(assertRefused(tooLarge, RejectionReason.LIMIT_EXCEEDED).detail())
        .contains("1048576", "Lớn.pdf");

    var tooMany =
        letter().from(HubWorld.AGRICULTURE, "agency-h99-21").part("3.pdf", "3").part("4.pdf", "4");
    assertThat(assertRefused(tooMany, RejectionReason.LIMIT_EXCEEDED).detail())
        .contains("at most 3 parts");
    assertThat(Limits.GREATEST.parts()).isEqualTo(500);
  }

  @Test
  void a_swapped_missing_extra_or_longer_part_is_refused_and_nothing_stays() {
    var don = "đơn".getBytes(StandardCharsets.UTF_8);
    var plan = "bản vẽ".getBytes(StandardCharsets.UTF_8);
    for (Map<String, byte[]> arriving :
        List.of(
            Map.of("Đơn đề nghị.pdf", don),
            ordered(
                "Đơn đề nghị.pdf", don, "Bản vẽ.pdf", "bản gỉ".getBytes(StandardCharsets.UTF_8)),
            ordered("Bản vẽ.pdf", plan, "Đơn đề nghị.pdf", don),
            ordered("Đơn đề nghị.pdf", don, "Bản vẽ.pdf", new byte[100_000]),
            ordered("Đơn đề nghị.pdf", don, "Bản vẽ.pdf", plan, "Lạ.pdf", don))) {
      assertRefused(letter().arriving(arriving), RejectionReason.MANIFEST_MISMATCH);
    }
    assertThat(files()).isEmpty();
    assertThat(world.outbox.waiting(1)).isEmpty();
  }

  private static Map<String, byte[]> ordered(Object... pairs) {
    Map<String, byte[]> map = new java.util.LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (byte[]) pairs[i + 1]);
    }
    return map;
  }

  @Test
  void F9_a_line_that_is_cut_leaves_nothing_and_the_retry_succeeds() throws Exception {
    var letter = letter();
    var cut =
        PartSource.of(
            List.of(
                new IncomingPart(
                    "Đơn đề nghị.pdf",
                    new InputStream() {
                      @Override
                      public int read() throws IOException {
                        throw new IOException("reset");
                      }
                    })));

    assertThatThrownBy(() -> world.receiveDossier.receive(letter.incoming(letter.signed(), cut)))
        .isInstanceOf(TryAgainLater.class);
    assertThat(files()).isEmpty();
    letter.receive();
    assertThat(files()).hasSize(2);
  }

  // ------------------------------------------------------------ whose dossier

  @Test
  void a_second_message_of_the_submitter_supplements_the_dossier() throws Exception {
    var first = letter();
    first.receive();
    var supplement = letter().part("Bổ sung.pdf", "bổ sung");
    supplement.receive();

    assertThat(dossierOf(supplement)).isEqualTo(dossierOf(first));
    assertThat(world.inbox.ofDossier(dossierOf(first))).hasSize(2);
  }

  @Test
  void a_dossier_of_another_sender_is_refused() throws Exception {
    letter().receive();

    assertRefused(
        letter().from(HubWorld.AGRICULTURE, "agency-h99-21"), RejectionReason.DOSSIER_OF_OTHERS);
  }

  @Test
  void a_dossier_for_an_agency_elsewhere_needs_its_code() {
    assertRefused(
        world.letter().to(HubWorld.AGRICULTURE).part("a.pdf", "a"),
        RejectionReason.DOSSIER_CODE_MISSING);
  }

  @Test
  void the_deciding_agency_tells_the_status_and_it_travels_on_to_the_submitter() throws Exception {
    var dossier = letter().to(HubWorld.AGRICULTURE).about("H99.21-261120-0003");
    dossier.receive();
    var status =
        world
            .letter()
            .from(HubWorld.AGRICULTURE, "agency-h99-21")
            .to(HubWorld.PORTAL)
            .about("H99.21-261120-0003")
            .status(2, null);
    status.receive();

    var moved = world.dossiers.byId(dossierOf(dossier)).orElseThrow();
    assertThat(moved.business()).isEqualTo(BusinessState.ACCEPTED);
    assertThat(world.deliveries.ofMessage(stored(status, HubWorld.AGRICULTURE).reference()))
        .singleElement()
        .extracting("recipient")
        .isEqualTo(HubWorld.PORTAL);
  }

  @Test
  void F16_a_status_out_of_order_is_received_and_reported_but_not_believed() throws Exception {
    var dossier = letter().to(HubWorld.AGRICULTURE).about("H99.21-261120-0004");
    dossier.receive();
    world
        .letter()
        .from(HubWorld.AGRICULTURE, "agency-h99-21")
        .to(HubWorld.PORTAL)
        .about("H99.21-261120-0004")
        .status(10, null)
        .receive();

    assertThat(world.dossiers.byId(dossierOf(dossier)).orElseThrow().business())
        .isEqualTo(BusinessState.NEWLY_SUBMITTED);
    assertThat(world.audit.about("H99.21-261120-0004"))
        .extracting(AuditEntry::action)
        .contains("STATUS_OUT_OF_ORDER");
  }

  @Test
  void nobody_tells_the_status_of_a_dossier_it_does_not_decide() throws Exception {
    letter().receive();

    assertRefused(
        world
            .letter()
            .from(HubWorld.AGRICULTURE, "agency-h99-21")
            .to(HubWorld.HOME)
            .about(CODE)
            .status(3, "không"),
        RejectionReason.DOSSIER_OF_OTHERS);
    assertRefused(
        world
            .letter()
            .from(HubWorld.AGRICULTURE, "agency-h99-21")
            .to(HubWorld.HOME)
            .about("H99.08-261120-0777")
            .status(3, "không"),
        RejectionReason.UNKNOWN_DOSSIER);
  }

  // ------------------------------------------------------------

  private DossierRejected assertRefused(Letter letter, RejectionReason reason) {
    var refused = catchThrowableOfType(DossierRejected.class, letter::receive);
    assertThat(refused).as("the message is refused").isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
    return refused;
  }

  private StoredMessage stored(Letter letter, AgencyCode sender) {
    return world.inbox.find(sender, letter.id()).orElseThrow();
  }

  private String codeOf(Letter letter) {
    return world.dossiers.byId(dossierOf(letter)).orElseThrow().code().value();
  }

  private java.util.UUID dossierOf(Letter letter) {
    Optional<java.util.UUID> dossier = stored(letter, HubWorld.PORTAL).dossier();
    return dossier.orElseThrow();
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
