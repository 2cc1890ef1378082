package org.dossierhub.exchange.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.intake.Letter;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.VerifiedXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliverMessageTest {
  @TempDir Path folder;
  private HubWorld world;
  private Letter letter;
  private StoredMessage message;
  private Work work;
  private final List<OutgoingMessage> handedOver = new ArrayList<>();

  @BeforeEach
  void a_message_for_an_agency_elsewhere_was_received() throws Exception {
    world = new HubWorld(folder);
    letter =
        world
            .letter()
            .to(HubWorld.AGRICULTURE)
            .about("H99.21-261120-0001")
            .part("Đơn.pdf", "đơn đề nghị");
    letter.receive();
    message = world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
    work = world.outbox.claim(WorkKind.DELIVER_MESSAGE, 1, Duration.ofMinutes(1)).get(0);
  }

  /** What stands for the recipient's machine. */
  private interface Recipient {
    byte[] take(OutgoingMessage message) throws DeliveryRefused;
  }

  private DeliverMessage delivering(Clock clock, Recipient recipient) {
    var courier =
        new Courier() {
          @Override
          public Channel channel() {
            return Channel.SOAP;
          }

          @Override
          public byte[] deliver(OutgoingMessage outgoing) throws DeliveryRefused {
            handedOver.add(outgoing);
            return recipient.take(outgoing);
          }

          @Override
          public void tellWithdrawal(Agency agency, byte[] withdrawal, Instant since) {
            throw new TryAgainLater("away");
          }
        };
    return new DeliverMessage(
        world.deliveries,
        world.inbox,
        world.payloads,
        world.agencies,
        List.<Courier>of(courier),
        new AcceptRemoteReceipt(world.agencies, clock),
        endDelivery(clock),
        world.issueReceipt,
        new TellNonDelivery(
            world.sendMessage, world.agencies, world.dossiers, world.payloads, HubWorld.HUB),
        world.outbox,
        world.transactions,
        clock);
  }

  private EndDelivery endDelivery(Clock clock) {
    return new EndDelivery(
        world.deliveries,
        world.dossiers,
        world.evidence,
        world.audit,
        world.outbox,
        world.transactions,
        clock);
  }

  /** What an agency says later, over whatever channel. */
  private AcknowledgeDelivery acknowledging() {
    return new AcknowledgeDelivery(
        world.deliveries,
        world.inbox,
        world.agencies,
        new AcceptRemoteReceipt(world.agencies, world.clock),
        endDelivery(world.clock),
        world.clock);
  }

  private void layDown() {
    assertThatThrownBy(
            () ->
                perform(
                    outgoing -> {
                      throw new AnswerFollows("it lies in the queue", Duration.ofMinutes(10));
                    }))
        .isInstanceOf(AnswerFollows.class);
  }

  private void perform(Recipient recipient) {
    delivering(world.clock, recipient).perform(work);
  }

  private byte[] receiptOf(String identity, OutgoingMessage outgoing) {
    return new IssueReceipt(new SystemKey(world.token(identity)), HubWorld.AGRICULTURE, world.clock)
        .accepting(letter.manifest(), outgoing.manifest(), Optional.empty(), Instant.now())
        .document();
  }

  private Delivery delivery() {
    return world.deliveries.ofMessage(message.reference()).get(0);
  }

  private DeliveryState ofDossier() {
    return world.dossiers.byId(message.dossier().orElseThrow()).orElseThrow().delivery();
  }

  @Test
  void the_recipient_gets_the_bytes_of_the_first_sender_and_its_receipt_is_kept() throws Exception {
    assertThat(ofDossier()).isEqualTo(DeliveryState.ON_ITS_WAY);
    perform(outgoing -> receiptOf("agency-h99-21", outgoing));

    var outgoing = handedOver.get(0);
    assertThat(outgoing.id()).isEqualTo(letter.id());
    assertThat(VerifiedXml.read(outgoing.manifest()).signer())
        .isEqualTo(world.token("portal-g99-01").certificate());
    try (var content = outgoing.parts().get(0).content().open()) {
      assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("đơn đề nghị");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(delivery().state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(ofDossier()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(world.evidence.ofMessage(message.reference()))
        .extracting(Evidence::kind)
        .contains(Evidence.Kind.DELIVERED);
  }

  @Test
  void a_message_that_lies_in_a_queue_is_no_failure_the_second_time_it_is_said_why_it_waits() {
    layDown();
    assertThat(delivery().state()).isEqualTo(Delivery.State.SENDING);
    assertThat(delivery().why()).isEmpty();

    layDown();
    assertThat(delivery().why()).contains("it lies in the queue");
    assertThat(world.outbox.claim(WorkKind.DELIVER_MESSAGE, 10, Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void a_receipt_that_follows_ends_the_delivery_and_its_work_whoever_holds_it() throws Exception {
    layDown();

    acknowledging()
        .receipted(HubWorld.AGRICULTURE, message, receiptOf("agency-h99-21", handedOver.get(0)));
    world.outbox.retry(work, Duration.ZERO, "given back too late");

    assertThat(delivery().state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(world.outbox.about(delivery().id().toString())).isEmpty();
    assertThat(world.evidence.ofMessage(message.reference()))
        .extracting(Evidence::kind)
        .contains(Evidence.Kind.DELIVERED);
  }

  @Test
  void a_refusal_that_names_the_id_alone_ends_what_was_handed_out_and_nothing_else() {
    acknowledging().refused(HubWorld.AGRICULTURE, letter.id(), "NOT_OURS", "không thuộc");
    assertThat(delivery().state()).as("never handed out").isEqualTo(Delivery.State.WAITING);
    layDown();
    acknowledging().refused(HubWorld.JUSTICE, letter.id(), "NOT_OURS", "không thuộc");
    assertThat(delivery().state()).as("somebody else's").isEqualTo(Delivery.State.SENDING);

    acknowledging().refused(HubWorld.AGRICULTURE, letter.id(), "NOT_OURS", "không thuộc");

    assertThat(delivery().state()).isEqualTo(Delivery.State.REFUSED);
    assertThat(delivery().why()).contains("NOT_OURS: không thuộc");
  }

  @Test
  void F5_work_that_comes_again_after_the_delivery_sends_nothing() {
    perform(outgoing -> receiptOf("agency-h99-21", outgoing));
    perform(outgoing -> receiptOf("agency-h99-21", outgoing));

    assertThat(handedOver).hasSize(1);
  }

  @Test
  void F9_every_attempt_carries_the_same_id_and_the_same_bytes() {
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(
              () ->
                  perform(
                      outgoing -> {
                        throw new TryAgainLater("no answer");
                      }))
          .isInstanceOf(TryAgainLater.class);
    }

    assertThat(handedOver).extracting(OutgoingMessage::id).containsOnly(letter.id());
    assertThat(handedOver)
        .allSatisfy(
            outgoing -> assertThat(outgoing.manifest()).isEqualTo(message.signedManifest()));
    assertThat(delivery().attempts()).isEqualTo(3);
    assertThat(delivery().state()).isEqualTo(Delivery.State.SENDING);
    assertThat(delivery().why()).contains("no answer");
  }

  @Test
  void the_state_is_durable_before_the_first_byte_leaves() {
    perform(
        outgoing -> {
          assertThat(delivery().state()).isEqualTo(Delivery.State.SENDING);
          return receiptOf("agency-h99-21", outgoing);
        });
  }

  @Test
  void a_receipt_of_somebody_else_is_no_delivery_and_the_message_is_sent_again_until_it_expires() {
    assertThatThrownBy(() -> perform(outgoing -> receiptOf("stranger", outgoing)))
        .isInstanceOf(TryAgainLater.class)
        .hasMessageContaining("not genuine");
    assertThatThrownBy(() -> perform(outgoing -> receiptOf("impostor", outgoing)))
        .isInstanceOf(TryAgainLater.class);
    assertThat(delivery().state()).isEqualTo(Delivery.State.SENDING);
    assertThat(delivery().why()).get().asString().contains("receipt that proves nothing");
  }

  @Test
  void a_receipt_for_another_manifest_is_no_delivery() {
    var other = world.letter().to(HubWorld.AGRICULTURE).about("H99.21-261120-0002");

    assertThatThrownBy(
            () ->
                perform(
                    outgoing ->
                        new IssueReceipt(
                                new SystemKey(world.token("agency-h99-21")),
                                HubWorld.AGRICULTURE,
                                world.clock)
                            .accepting(
                                letter.manifest(), other.signed(), Optional.empty(), Instant.now())
                            .document()))
        .hasMessageContaining("it is for message");
  }

  @Test
  void a29_a_receipt_for_other_parts_is_no_delivery() {
    var other = world.letter().id(letter.id()).to(HubWorld.AGRICULTURE).part("khác.pdf", "khác");

    assertThatThrownBy(
            () ->
                perform(
                    outgoing ->
                        new IssueReceipt(
                                new SystemKey(world.token("agency-h99-21")),
                                HubWorld.AGRICULTURE,
                                world.clock)
                            .accepting(
                                other.manifest(),
                                outgoing.manifest(),
                                Optional.empty(),
                                Instant.now())
                            .document()))
        .isInstanceOf(TryAgainLater.class)
        .hasMessageContaining("khác.pdf");
    assertThat(delivery().state()).isEqualTo(Delivery.State.SENDING);
  }

  @Test
  void a_refusal_of_the_recipient_ends_the_delivery_with_its_words() {
    perform(
        outgoing -> {
          throw new DeliveryRefused("NO_AGREEMENT", "không nhận");
        });

    assertThat(delivery().state()).isEqualTo(Delivery.State.REFUSED);
    assertThat(delivery().why()).contains("NO_AGREEMENT: không nhận");
    assertThat(ofDossier()).isEqualTo(DeliveryState.REFUSED);
  }

  @Test
  void F22_after_a_week_the_hub_gives_up_with_a_signed_statement() throws Exception {
    var later = Clock.offset(world.clock, QueueDelivery.GIVE_UP_AFTER);
    delivering(
            later,
            outgoing -> {
              throw new AssertionError("nothing is sent any more");
            })
        .perform(work);

    assertThat(delivery().state()).isEqualTo(Delivery.State.EXPIRED);
    assertThat(ofDossier()).isEqualTo(DeliveryState.NOT_DELIVERED);
    var proof =
        world.evidence.ofMessage(message.reference()).stream()
            .filter(evidence -> evidence.kind() == Evidence.Kind.NOT_DELIVERED)
            .findFirst()
            .orElseThrow();
    assertThat(new String(VerifiedXml.read(proof.document()).content(), StandardCharsets.UTF_8))
        .contains("NOT_DELIVERED", letter.id().value());
    var told =
        world.outbox.claim(WorkKind.DELIVER_MESSAGE, 10, Duration.ofMinutes(1)).stream()
            .filter(next -> next.lane().equals(HubWorld.PORTAL.value()))
            .toList();
    assertThat(told).as("the sender is told").hasSize(1);
    var notice =
        world
            .inbox
            .byReference(
                world
                    .deliveries
                    .byId(UUID.fromString(told.get(0).subject()))
                    .orElseThrow()
                    .message())
            .orElseThrow()
            .manifest();
    assertThat(notice.kind()).isEqualTo(MessageKind.EVIDENCE);
    assertThat(notice.sender()).isEqualTo(HubWorld.HUB);
    assertThat(notice.parts())
        .singleElement()
        .satisfies(part -> assertThat(part.sha256()).isEqualTo(Sha256.of(proof.document())));
    assertThat(ofDossier()).isEqualTo(DeliveryState.NOT_DELIVERED);
  }

  @Test
  void a_message_withdrawn_while_it_waits_is_not_sent_any_more() throws Exception {
    world.transactions.inOne(
        () -> world.deliveries.withdraw(delivery().id(), Instant.now(), new byte[] {1}));

    perform(
        outgoing -> {
          throw new AssertionError("nothing is sent any more");
        });

    assertThat(delivery().state()).isEqualTo(Delivery.State.WITHDRAWN);
    assertThat(delivery().handedOut()).isFalse();
  }

  @Test
  void F27_a_recipient_that_gets_a_message_after_its_withdrawal_is_told_so_again() {
    perform(
        outgoing -> {
          world.transactions.inOne(
              () -> world.deliveries.withdraw(delivery().id(), Instant.now(), new byte[] {1}));
          return receiptOf("agency-h99-21", outgoing);
        });

    assertThat(world.outbox.claim(WorkKind.TELL_WITHDRAWAL, 10, Duration.ofMinutes(1)))
        .singleElement()
        .satisfies(told -> assertThat(told.subject()).isEqualTo(delivery().id().toString()));
  }

  @Test
  void two_nodes_that_bring_the_same_late_receipt_keep_it_once() throws Exception {
    var late =
        new Evidence(
            message.reference(), Evidence.Kind.LATE_RECEIPT, Instant.now(), "late", new byte[] {1});
    var pool = Executors.newFixedThreadPool(2);
    var both = new CyclicBarrier(2);
    Callable<Boolean> add =
        () ->
            world.transactions.inOne(
                () -> {
                  arrive(both);
                  world.evidence.addUnlessThere(late, Set.of(Evidence.Kind.LATE_RECEIPT));
                  return true;
                });
    for (var done : pool.invokeAll(List.of(add, add))) {
      done.get();
    }
    pool.shutdown();

    assertThat(world.evidence.ofMessage(message.reference()))
        .filteredOn(evidence -> evidence.kind() == Evidence.Kind.LATE_RECEIPT)
        .hasSize(1);
  }

  private static void arrive(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_receipt_that_comes_while_the_message_is_withdrawn_is_kept_as_a_late_one() {
    perform(
        outgoing -> {
          world.transactions.inOne(
              () -> world.deliveries.withdraw(delivery().id(), Instant.now(), new byte[] {1}));
          return receiptOf("agency-h99-21", outgoing);
        });

    assertThat(delivery().state()).isEqualTo(Delivery.State.WITHDRAWN);
    assertThat(delivery().handedOut()).isTrue();
    assertThat(world.evidence.ofMessage(message.reference()))
        .extracting(Evidence::kind)
        .contains(Evidence.Kind.LATE_RECEIPT)
        .doesNotContain(Evidence.Kind.DELIVERED);
  }

  @Test
  void an_agency_that_does_not_answer_rests_after_the_third_time() {
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(
              () ->
                  perform(
                      outgoing -> {
                        throw new TryAgainLater("away");
                      }))
          .isInstanceOf(TryAgainLater.class);
    }
    world.outbox.retry(work, Duration.ofMinutes(-1), "away");
    assertThat(world.outbox.claim(WorkKind.DELIVER_MESSAGE, 1, Duration.ofMinutes(1))).isEmpty();

    world.outbox.wake(WorkKind.DELIVER_MESSAGE, HubWorld.AGRICULTURE.value());
    assertThat(world.outbox.claim(WorkKind.DELIVER_MESSAGE, 1, Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void bytes_that_cannot_be_read_here_delay_their_message_and_are_no_failure_of_the_recipient()
      throws Exception {
    var digest = message.manifest().parts().get(0).sha256().hex();
    try (var files = Files.walk(folder)) {
      Files.delete(files.filter(file -> file.endsWith(digest)).findFirst().orElseThrow());
    }

    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> perform(outgoing -> receiptOf("agency-h99-21", outgoing)))
          .isInstanceOf(TryAgainLater.class)
          .hasMessageContaining(digest);
    }

    assertThat(handedOver).isEmpty();
    world.outbox.retry(work, Duration.ofMinutes(-1), "not readable");
    assertThat(world.outbox.claim(WorkKind.DELIVER_MESSAGE, 1, Duration.ofMinutes(1))).hasSize(1);
  }

  @Test
  void what_waits_for_an_agency_that_was_merged_goes_to_its_successor() {
    var heir = new AgencyCode("H99.33");
    world.agency(heir, "Sở Nông nghiệp mới", Channel.SOAP);
    world.certificate(heir, "stranger");
    world.agencies.close(
        HubWorld.AGRICULTURE,
        Instant.now().minusSeconds(1),
        Optional.of(new Succession(heir, Succession.Policy.FORWARD, "Nghị quyết 12")));

    perform(
        outgoing ->
            new org.dossierhub.exchange.receipt.IssueReceipt(
                    new org.dossierhub.exchange.receipt.SystemKey(world.token("stranger")),
                    heir,
                    world.clock)
                .accepting(letter.manifest(), outgoing.manifest(), Optional.empty(), Instant.now())
                .document());

    assertThat(handedOver).singleElement().extracting(o -> o.recipient().code()).isEqualTo(heir);
    assertThat(handedOver.get(0).manifest()).isEqualTo(message.signedManifest());
    assertThat(delivery().state()).isEqualTo(Delivery.State.DELIVERED);
    assertThat(delivery().recipient()).isEqualTo(HubWorld.AGRICULTURE);
  }

  @Test
  void what_waits_for_an_agency_whose_traffic_is_refused_ends_with_the_successors_code() {
    world.agencies.close(
        HubWorld.AGRICULTURE,
        Instant.now().minusSeconds(1),
        Optional.of(new Succession(HubWorld.COMMUNE, Succession.Policy.REFUSE, "Nghị quyết 12")));
    perform(outgoing -> receiptOf("agency-h99-21", outgoing));

    assertThat(handedOver).isEmpty();
    assertThat(delivery().state()).isEqualTo(Delivery.State.REFUSED);
    assertThat(delivery().why().orElseThrow()).contains("CLOSED", "H99.151");
  }

  @Test
  void F23_a_message_goes_on_when_the_certificate_of_its_sender_is_withdrawn_while_it_waits() {
    world
        .agencies
        .certificatesOf(HubWorld.PORTAL)
        .forEach(
            c ->
                world.agencies.withdrawCertificate(
                    HubWorld.PORTAL, c.id(), HubWorld.lostASecondAgo()));

    perform(outgoing -> receiptOf("agency-h99-21", outgoing));

    assertThat(delivery().state()).isEqualTo(Delivery.State.DELIVERED);
  }

  @Test
  void an_agency_that_was_closed_meanwhile_gets_nothing() {
    world.agencies.close(HubWorld.AGRICULTURE, Instant.now().minusSeconds(1), Optional.empty());
    perform(outgoing -> receiptOf("agency-h99-21", outgoing));

    assertThat(handedOver).isEmpty();
    assertThat(delivery().state()).isEqualTo(Delivery.State.REFUSED);
  }
}
