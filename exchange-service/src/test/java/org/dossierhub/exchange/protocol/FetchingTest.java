package org.dossierhub.exchange.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.delivery.AcceptRemoteReceipt;
import org.dossierhub.exchange.delivery.AcknowledgeDelivery;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.delivery.EndDelivery;
import org.dossierhub.exchange.delivery.HandOutMessages;
import org.dossierhub.exchange.delivery.SignedByAgency;
import org.dossierhub.exchange.delivery.WithdrawMessage;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.intake.Letter;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commune fetches what waits for it, acknowledges it, and senders take messages back. */
class FetchingTest {
  @TempDir Path folder;
  private HubWorld world;
  private HandOutWaiting fetch;
  private TakeAcknowledgement acknowledge;
  private TakeWithdrawal withdraw;

  @BeforeEach
  void a_commune_that_fetches() {
    world = new HubWorld(folder);
    var commune = world.agencies.byCode(HubWorld.COMMUNE).orElseThrow();
    world.agencies.change(
        new org.dossierhub.exchange.agency.Agency(
            commune.code(),
            commune.name(),
            Channel.PULL,
            Optional.empty(),
            commune.registeredAt(),
            Optional.empty()));
    fetch =
        new HandOutWaiting(
            new HandOutMessages(
                world.deliveries,
                world.inbox,
                world.agencies,
                world.evidence,
                world.transactions,
                world.clock),
            world.agencies,
            world.payloads);
    var signed = new SignedByAgency(world.agencies, world.clock);
    acknowledge =
        new TakeAcknowledgement(
            new AcknowledgeDelivery(
                world.deliveries,
                world.inbox,
                world.agencies,
                new AcceptRemoteReceipt(signed),
                new EndDelivery(
                    world.deliveries,
                    world.dossiers,
                    world.evidence,
                    world.audit,
                    world.outbox,
                    world.transactions,
                    world.clock),
                world.clock));
    withdraw =
        new TakeWithdrawal(
            new WithdrawMessage(
                signed,
                world.inbox,
                world.deliveries,
                world.agencies,
                world.dossiers,
                world.evidence,
                world.audit,
                world.outbox,
                world.transactions,
                world.clock),
            world.inbox);
  }

  // ---- the world

  private static Caller caller(AgencyCode agency) {
    return new Caller(agency, Channel.SOAP, Optional.empty());
  }

  private Letter sent(int number) throws Exception {
    return sent("H99.151-261120-%04d".formatted(number), "đơn " + number);
  }

  private Letter sent(String dossier, String content) throws Exception {
    var letter = world.letter().to(HubWorld.COMMUNE).about(dossier).part("Đơn.txt", content);
    letter.receive();
    return letter;
  }

  private FetchResponse fetched(int atMost) throws RefusalFault {
    return fetched(UUID.randomUUID(), atMost, 300);
  }

  private FetchResponse fetched(UUID batch, int atMost, int leaseSeconds) throws RefusalFault {
    var question = new Fetch();
    question.setBatch(batch.toString());
    question.setAtMost(atMost);
    question.setLeaseSeconds(leaseSeconds);
    return fetch.answer(caller(HubWorld.COMMUNE), question);
  }

  private static List<String> ids(FetchResponse response) {
    return response.getMessage().stream().map(WaitingMessage::getMessageId).toList();
  }

  private byte[] receipt(Letter letter, AgencyCode agency, String signer) {
    var message = world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
    return new IssueReceipt(new SystemKey(world.token(signer)), agency, world.clock)
        .accepting(message.manifest(), message.signedManifest(), Optional.empty(), Instant.now())
        .document();
  }

  private AcknowledgeResponse acknowledged(Letter letter) throws RefusalFault {
    return said(receipt(letter, HubWorld.COMMUNE, "agency-h99-151"));
  }

  private AcknowledgeResponse said(byte[] receipt) throws RefusalFault {
    var said = new Acknowledge();
    said.setReceipt(receipt);
    return acknowledge.answer(caller(HubWorld.COMMUNE), said);
  }

  private byte[] withdrawal(Letter letter, String sender, String signer, String reason) {
    var message = world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
    var text =
        """
        <r:withdrawal xmlns:r="urn:dossierhub:receipt:1"><r:messageId>%s</r:messageId><r:sender>%s</r:sender>\
        <r:manifestSha256>%s</r:manifestSha256><r:reason>%s</r:reason>\
        <r:withdrawnAt>2026-11-22T09:01:38+07:00</r:withdrawnAt></r:withdrawal>"""
            .formatted(letter.id(), sender, Sha256.of(message.signedManifest()).hex(), reason);
    return new SignXml(world.clock)
        .signEnveloped(text.getBytes(StandardCharsets.UTF_8), world.token(signer));
  }

  private WithdrawResponse withdrawn(Letter letter) throws RefusalFault {
    return withdrawn(
        HubWorld.PORTAL, withdrawal(letter, "G99.01", "portal-g99-01", "Gửi nhầm cơ quan"));
  }

  private WithdrawResponse withdrawn(AgencyCode caller, byte[] document) throws RefusalFault {
    var question = new Withdraw();
    question.setWithdrawal(document);
    return withdraw.answer(caller(caller), question);
  }

  private Delivery delivery(Letter letter) {
    var message = world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
    return world.deliveries.ofMessage(message.reference()).get(0);
  }

  private List<Evidence.Kind> proofs(Letter letter) {
    return world.evidence.ofMessage(delivery(letter).message()).stream()
        .map(Evidence::kind)
        .toList();
  }

  private interface Attempt {
    Object make() throws Exception;
  }

  private static void refused(String code, Attempt attempt) {
    assertThatThrownBy(attempt::make)
        .isInstanceOfSatisfying(
            RefusalFault.class,
            fault -> assertThat(fault.getFaultInfo().getCode()).isEqualTo(code));
  }

  // ---- fetching

  @Test
  void what_waits_is_handed_out_once_the_oldest_first_with_its_parts() throws Exception {
    var letters = List.of(sent(1), sent(2), sent(3));

    var first = fetched(2);
    assertThat(ids(first))
        .containsExactly(letters.get(0).id().value(), letters.get(1).id().value());
    assertThat(first.getWaiting()).isEqualTo(1);
    var message = first.getMessage().get(0);
    assertThat(message.getSender()).isEqualTo("G99.01");
    assertThat(message.getManifest())
        .isEqualTo(
            world.inbox.find(HubWorld.PORTAL, letters.get(0).id()).orElseThrow().signedManifest());
    assertThat(message.getPart().get(0).getContent().getInputStream().readAllBytes())
        .isEqualTo("đơn 1".getBytes(StandardCharsets.UTF_8));
    assertThat(message.getLeasedUntil())
        .isBetween(Instant.now().plusSeconds(200), Instant.now().plusSeconds(400));

    assertThat(ids(fetched(10))).containsExactly(letters.get(2).id().value());
    assertThat(ids(fetched(10))).isEmpty();
    assertThat(proofs(letters.get(0))).contains(Evidence.Kind.HANDED_OUT);
  }

  @Test
  void what_was_queued_first_is_handed_out_first_whatever_the_clocks_of_the_nodes_said()
      throws Exception {
    var first = sent(1);
    var second = sent(2);
    world
        .test
        .database()
        .write(
            h ->
                h.createUpdate(
                        "update delivery set added_at = added_at + interval '1 hour' where id = :id")
                    .bind("id", delivery(first).id())
                    .execute());

    assertThat(ids(fetched(1))).containsExactly(first.id().value());
    assertThat(ids(fetched(1))).containsExactly(second.id().value());
  }

  @Test
  void a_lost_answer_is_asked_for_again_under_the_same_batch() throws Exception {
    sent(1);
    sent(2);
    var batch = UUID.randomUUID();
    var first = fetched(batch, 1, 300);

    assertThat(ids(fetched(batch, 1, 300))).isEqualTo(ids(first));
    assertThat(ids(fetched(batch, 100, 300))).as("and none besides").isEqualTo(ids(first));
    assertThat(ids(fetched(10))).doesNotContainAnyElementsOf(ids(first));
  }

  @Test
  void after_its_lease_a_message_is_handed_out_again_under_the_same_id() throws Exception {
    var letter = sent(1);
    fetched(1);
    world
        .test
        .database()
        .write(h -> h.execute("update delivery set leased_until = now() - interval '1 second'"));

    assertThat(ids(fetched(1))).containsExactly(letter.id().value());
    assertThat(proofs(letter).stream().filter(kind -> kind == Evidence.Kind.HANDED_OUT)).hasSize(1);
  }

  @Test
  void many_pullers_at_once_never_get_the_same_message() throws Exception {
    for (int i = 1; i <= 24; i++) {
      sent(i);
    }
    var threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<List<String>>> pullers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        pullers.add(() -> ids(fetched(2)));
      }
      List<String> all = new ArrayList<>();
      for (var answer : threads.invokeAll(pullers)) {
        all.addAll(answer.get());
      }
      assertThat(all).hasSize(24).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void the_same_batch_asked_many_times_at_once_is_one_batch() throws Exception {
    for (int i = 1; i <= 12; i++) {
      sent(i);
    }
    var batch = UUID.randomUUID();
    var threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<List<String>>> same = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        same.add(() -> ids(fetched(batch, 3, 300)));
      }
      var answers =
          threads.invokeAll(same).stream()
              .map(
                  answer -> {
                    try {
                      return answer.get();
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  })
              .collect(Collectors.toSet());
      assertThat(answers).hasSize(1);
      assertThat(answers.iterator().next()).hasSize(3);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void f16_a_second_puller_gets_nothing_of_a_dossier_whose_older_message_is_out() throws Exception {
    var older = sent("H99.151-261120-0001", "đơn");
    var newer = sent("H99.151-261120-0001", "bổ sung");
    var other = sent(2);

    assertThat(ids(fetched(1))).containsExactly(older.id().value());
    assertThat(ids(fetched(10))).containsExactly(other.id().value());
    acknowledged(older);
    assertThat(ids(fetched(10))).containsExactly(newer.id().value());
  }

  @Test
  void parts_beyond_one_megabyte_are_named_and_fetched_one_by_one() throws Exception {
    var large = "x".repeat((1 << 20) - 10);
    sent("H99.151-261120-0001", large);
    sent("H99.151-261120-0002", "y".repeat(20));
    sent("H99.151-261120-0003", "nhỏ");

    var messages = fetched(10).getMessage();

    assertThat(messages.get(0).getPart().get(0).getContent()).isNotNull();
    assertThat(messages.get(1).getPart().get(0).getContent()).isNull();
    assertThat(messages.get(2).getPart().get(0).getContent()).isNotNull();
    var part = new FetchPart();
    part.setSender("G99.01");
    part.setMessageId(messages.get(1).getMessageId());
    part.setName("Đơn.txt");
    assertThat(
            new HandOverPart(world.inbox, world.payloads, world.agencies, world.clock)
                .answer(caller(HubWorld.COMMUNE), part)
                .getFile()
                .getSize())
        .isEqualTo(20);
  }

  @Test
  void whoever_is_pushed_to_does_not_fetch_and_whoever_fetches_is_not_pushed_to() throws Exception {
    var question = new Fetch();
    question.setBatch(UUID.randomUUID().toString());
    for (var other : List.of(HubWorld.AGRICULTURE, HubWorld.HOME, HubWorld.PORTAL)) {
      refused("NOT_OFFERED", () -> fetch.answer(caller(other), question));
    }
    sent(1);
    assertThat(world.outbox.claim(WorkKind.DELIVER_MESSAGE, 10, Duration.ofMinutes(1))).isEmpty();

    world.outbox.wake(WorkKind.DELIVER_MESSAGE, HubWorld.COMMUNE.value());
    assertThat(world.outbox.claim(WorkKind.DELIVER_MESSAGE, 10, Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void questions_out_of_bounds_are_malformed() {
    refused("MALFORMED", () -> fetched(101));
    refused("MALFORMED", () -> fetched(UUID.randomUUID(), 1, 9));
    refused("MALFORMED", () -> fetched(UUID.randomUUID(), 1, 3601));
    refused("MALFORMED", () -> fetch.answer(caller(HubWorld.COMMUNE), new Fetch()));
    refused("MALFORMED", () -> acknowledge.answer(caller(HubWorld.COMMUNE), new Acknowledge()));
    refused("MALFORMED", () -> withdraw.answer(caller(HubWorld.PORTAL), new Withdraw()));
  }

  // ---- acknowledging

  @Test
  void a_receipt_ends_the_delivery_and_repeating_it_changes_nothing() throws Exception {
    var letter = sent(1);
    fetched(1);

    var ended = acknowledged(letter);
    assertThat(ended.getEnd()).isEqualTo(DeliveryEnd.DELIVERED);
    assertThat(delivery(letter).state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(proofs(letter)).contains(Evidence.Kind.DELIVERED);
    var before = proofs(letter);

    var again = acknowledged(letter);
    assertThat(again.getEnd()).isEqualTo(DeliveryEnd.DELIVERED);
    assertThat(again.getAt()).isEqualTo(ended.getAt());
    assertThat(proofs(letter)).isEqualTo(before);
    world
        .test
        .database()
        .write(h -> h.execute("update delivery set leased_until = now() - interval '1 second'"));
    assertThat(ids(fetched(10))).isEmpty();
    assertThat(world.outbox.waiting(100))
        .noneMatch(work -> work.kind() == WorkKind.DELIVER_MESSAGE);
  }

  @Test
  void a_refusal_ends_the_delivery_too() throws Exception {
    var letter = sent(1);
    fetched(1);
    var refusal = new RefusedMessage();
    refusal.setSender("G99.01");
    refusal.setMessageId(letter.id().value());
    refusal.setCode("MANIFEST_MISMATCH");
    refusal.setReason("Tệp không khớp");
    var said = new Acknowledge();
    said.setRefused(refusal);

    assertThat(acknowledge.answer(caller(HubWorld.COMMUNE), said).getEnd())
        .isEqualTo(DeliveryEnd.REFUSED);
    assertThat(delivery(letter).why()).hasValueSatisfying(why -> assertThat(why).contains("Tệp"));
    refused("UNKNOWN_MESSAGE", () -> acknowledge.answer(caller(HubWorld.AGRICULTURE), said));
  }

  @Test
  void a25_nobody_acknowledges_the_message_of_another_agency() throws Exception {
    var letter = sent(1);
    fetched(1);
    var said = new Acknowledge();
    said.setReceipt(receipt(letter, HubWorld.AGRICULTURE, "agency-h99-21"));
    refused("UNKNOWN_MESSAGE", () -> acknowledge.answer(caller(HubWorld.AGRICULTURE), said));
    said.setReceipt(receipt(letter, HubWorld.COMMUNE, "agency-h99-151"));
    refused("RECEIPT_NOT_GENUINE", () -> acknowledge.answer(caller(HubWorld.AGRICULTURE), said));
    refused("RECEIPT_NOT_GENUINE", () -> said(receipt(letter, HubWorld.COMMUNE, "agency-h99-21")));
    refused(
        "RECEIPT_NOT_GENUINE", () -> said(receipt(letter, HubWorld.AGRICULTURE, "agency-h99-151")));
    refused("RECEIPT_NOT_GENUINE", () -> said(receipt(letter, HubWorld.COMMUNE, "impostor")));
    var other = world.letter().id(letter.id()).to(HubWorld.COMMUNE).part("khác.pdf", "khác");
    var message = world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
    var forOtherParts =
        new IssueReceipt(
                new SystemKey(world.token("agency-h99-151")), HubWorld.COMMUNE, world.clock)
            .accepting(other.manifest(), message.signedManifest(), Optional.empty(), Instant.now())
            .document();
    refused("RECEIPT_NOT_GENUINE", () -> said(forOtherParts));
    refused("RECEIPT_NOT_GENUINE", () -> said("<r/>".getBytes(StandardCharsets.UTF_8)));
    var changed = receipt(letter, HubWorld.COMMUNE, "agency-h99-151");
    changed[changed.length / 3] ^= 1;
    refused("RECEIPT_NOT_GENUINE", () -> said(changed));

    assertThat(delivery(letter).state()).isEqualTo(Delivery.State.SENDING);
  }

  // ---- withdrawing

  @Test
  void a_message_nobody_has_seen_is_withdrawn_and_never_shown() throws Exception {
    var letter = sent(1);

    var answer = withdrawn(letter);

    assertThat(answer.isHandedOut()).isFalse();
    assertThat(delivery(letter).state()).isEqualTo(Delivery.State.WITHDRAWN);
    assertThat(proofs(letter)).contains(Evidence.Kind.WITHDRAWN);
    var fetched = fetched(10);
    assertThat(fetched.getMessage()).isEmpty();
    assertThat(fetched.getWithdrawn()).isEmpty();
    assertThat(world.outbox.waiting(100))
        .noneMatch(work -> work.kind() == WorkKind.DELIVER_MESSAGE);

    var again = withdrawn(letter);
    assertThat(again.getWithdrawnAt()).isEqualTo(answer.getWithdrawnAt());
    assertThat(proofs(letter).stream().filter(kind -> kind == Evidence.Kind.WITHDRAWN)).hasSize(1);
  }

  @Test
  void whoever_fetched_a_message_is_shown_that_it_was_withdrawn() throws Exception {
    var letter = sent(1);
    fetched(1);
    var document = withdrawal(letter, "G99.01", "portal-g99-01", "Gửi nhầm cơ quan");

    assertThat(withdrawn(HubWorld.PORTAL, document).isHandedOut()).isTrue();

    assertThat(fetched(10).getWithdrawn())
        .singleElement()
        .satisfies(
            back -> {
              assertThat(back.getMessageId()).isEqualTo(letter.id().value());
              assertThat(back.getWithdrawal()).isEqualTo(document);
            });
    // The receipt comes all the same: the agency has the message, and that is kept.
    assertThat(acknowledged(letter).getEnd()).isEqualTo(DeliveryEnd.WITHDRAWN);
    assertThat(acknowledged(letter).getEnd()).isEqualTo(DeliveryEnd.WITHDRAWN);
    assertThat(proofs(letter).stream().filter(kind -> kind == Evidence.Kind.LATE_RECEIPT))
        .hasSize(1);
  }

  @Test
  void after_delivery_a_withdrawal_is_refused() throws Exception {
    var letter = sent(1);
    fetched(1);
    acknowledged(letter);
    refused("ALREADY_DELIVERED", () -> withdrawn(letter));

    var toTheDesk = world.letter().to(HubWorld.HOME).part("Đơn.txt", "đơn");
    toTheDesk.receive();
    refused("ALREADY_DELIVERED", () -> withdrawn(toTheDesk));
  }

  @Test
  void only_the_sender_withdraws_and_only_with_its_own_signature() throws Exception {
    var letter = sent(1);
    refused(
        "RECEIPT_NOT_GENUINE",
        () ->
            withdrawn(HubWorld.AGRICULTURE, withdrawal(letter, "G99.01", "portal-g99-01", "Nhầm")));
    refused(
        "RECEIPT_NOT_GENUINE",
        () -> withdrawn(HubWorld.PORTAL, withdrawal(letter, "G99.01", "agency-h99-21", "Nhầm")));
    refused(
        "UNKNOWN_MESSAGE",
        () ->
            withdrawn(HubWorld.AGRICULTURE, withdrawal(letter, "H99.21", "agency-h99-21", "Nhầm")));
    refused(
        "RECEIPT_NOT_GENUINE",
        () -> withdrawn(HubWorld.PORTAL, withdrawal(letter, "G99.01", "portal-g99-01", " ")));
    refused(
        "RECEIPT_NOT_GENUINE",
        () -> withdrawn(HubWorld.PORTAL, receipt(letter, HubWorld.PORTAL, "portal-g99-01")));

    assertThat(delivery(letter).state()).isEqualTo(Delivery.State.WAITING);
  }

  @Test
  void withdrawal_and_receipt_at_once_have_one_winner_and_lose_nothing() throws Exception {
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 1; i <= 12; i++) {
        var letter = sent(i);
        fetched(1);
        var receipt = receipt(letter, HubWorld.COMMUNE, "agency-h99-151");
        var back = withdrawal(letter, "G99.01", "portal-g99-01", "Nhầm");
        var acknowledging = threads.submit(() -> said(receipt).getEnd());
        var withdrawing =
            threads.submit(
                () -> {
                  try {
                    withdrawn(HubWorld.PORTAL, back);
                    return true;
                  } catch (RefusalFault refused) {
                    assertThat(refused.getFaultInfo().getCode()).isEqualTo("ALREADY_DELIVERED");
                    return false;
                  }
                });
        boolean taken = withdrawing.get();
        assertThat(acknowledging.get())
            .isEqualTo(taken ? DeliveryEnd.WITHDRAWN : DeliveryEnd.DELIVERED);
        assertThat(proofs(letter))
            .contains(taken ? Evidence.Kind.LATE_RECEIPT : Evidence.Kind.DELIVERED);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void the_sample_of_a_withdrawal_follows_its_schema() throws Exception {
    var schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(Path.of("../docs/protocol/receipt.xsd").toFile());
    schema
        .newValidator()
        .validate(new StreamSource(Path.of("../docs/protocol/samples/withdrawal.xml").toFile()));
  }
}
