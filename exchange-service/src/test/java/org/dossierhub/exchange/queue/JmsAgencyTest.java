package org.dossierhub.exchange.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.exchange.work.Eventually.until;

import jakarta.activation.DataHandler;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.delivery.AcceptRemoteReceipt;
import org.dossierhub.exchange.delivery.AcknowledgeDelivery;
import org.dossierhub.exchange.delivery.AnswerFollows;
import org.dossierhub.exchange.delivery.DeliveryRefused;
import org.dossierhub.exchange.delivery.OutgoingMessage;
import org.dossierhub.exchange.delivery.OutgoingPart;
import org.dossierhub.exchange.delivery.ReceiptNotGenuine;
import org.dossierhub.exchange.intake.DossierRejected;
import org.dossierhub.exchange.intake.ReceiveDossier;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Classification;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.IncomingMessage;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.protocol.FetchPart;
import org.dossierhub.exchange.protocol.Part;
import org.dossierhub.exchange.protocol.Refusal;
import org.dossierhub.exchange.protocol.Submit;
import org.dossierhub.exchange.protocol.SubmitResponse;
import org.dossierhub.exchange.protocol.TakeMessage;
import org.dossierhub.exchange.protocol.WireDocument;
import org.dossierhub.exchange.receipt.Receipt;
import org.dossierhub.exchange.store.HandOverStore;
import org.dossierhub.exchange.store.OutboxStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agency that exchanges over JMS, seen from its side of a real broker. */
class JmsAgencyTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final AgencyCode COMMUNE = new AgencyCode("H99.151");
  private static final MessageId ID = new MessageId("6f1d0c0e-52c4-4b57-9d4e-0f6f0a1c2b3d");
  private static final byte[] MANIFEST = "<signed manifest/>".getBytes(StandardCharsets.UTF_8);
  private static final Manifest SENT =
      new Manifest(
          ID,
          MessageKind.DOSSIER,
          new AgencyCode("H99.08"),
          COMMUNE,
          Optional.empty(),
          Optional.empty(),
          Instant.EPOCH,
          Classification.ORDINARY,
          List.of());

  @TempDir Path folder;
  private EmbeddedBroker artemis;
  private Broker broker;
  private Loops loops;
  private HandOverStore handOvers;
  private OutboxStore outbox;
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private JmsCourier courier;
  private final AtomicReference<Outcome> outcome = new AtomicReference<>();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private Connection agencyLine;
  private Session agency;

  /** What the hub's intake does with the next message. */
  private interface Outcome {
    byte[] receipt() throws DossierRejected;
  }

  @BeforeEach
  void start() throws Exception {
    artemis = EmbeddedBroker.started(folder);
    broker = new Broker(artemis.settings());
    loops = new Loops(Executors.defaultThreadFactory());
    var database = TestDatabase.fresh().database();
    handOvers = new HandOverStore(database);
    outbox = new OutboxStore(database);
    courier = new JmsCourier(broker, handOvers, Clock.systemUTC());
    var intake = new JmsIntake(new TakeMessage(hub()), null, null, null, null, null, null);
    var receipts =
        new JmsReceipts(
            knowsTheMessage(),
            handOvers,
            believesWhatItReads(),
            endings(),
            outbox,
            Clock.systemUTC());
    loops.start(new Loop("request", broker, (line, loop) -> intake.answer(COMMUNE, line, loop)));
    loops.start(new Loop("receipt", broker, (line, loop) -> receipts.take(COMMUNE, line, loop)));
    // a producer of Artemis' own session, unlike one of JMS, makes no queue where there is none
    until(() -> artemis.has("agency.H99.151.request") && artemis.has("agency.H99.151.receipt"));
    agencyLine = broker.open();
    agencyLine.start();
    agency = agencyLine.createSession();
  }

  @AfterEach
  void stop() throws Exception {
    agencyLine.close();
    courier.close();
    loops.stopAll();
    broker.close();
    artemis.close();
  }

  @Test
  void a_submitted_message_is_answered_with_its_receipt_under_the_same_correlation()
      throws Exception {
    outcome.set(() -> bytes("receipt"));

    send("request", submit("đơn.txt", bytes("Kính gửi")), "my-correlation");

    var reply = receive("reply");
    assertThat(reply.getJMSCorrelationID()).isEqualTo("my-correlation");
    assertThat(reply.getStringProperty("operation")).isEqualTo("submitResponse");
    assertThat(reply.getStringProperty("messageId")).isEqualTo(ID.value());
    assertThat(((SubmitResponse) body(reply)).getReceipt()).isEqualTo(bytes("receipt"));
    assertThat(received).containsExactly("JMS H99.151 đơn.txt=Kính gửi");
  }

  @Test
  void F16_two_nodes_answer_the_requests_of_one_agency_one_after_the_other() throws Exception {
    var intake = new JmsIntake(new TakeMessage(hub()), null, null, null, null, null, null);
    loops.start(new Loop("other", broker, (line, loop) -> intake.answer(COMMUNE, line, loop)));
    until(() -> artemis.listeners("agency.H99.151.request") == 2);
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    var second = new CountDownLatch(2);
    outcome.set(
        () -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          second.countDown();
          await(second);
          atOnce.decrementAndGet();
          return bytes("receipt");
        });

    send("request", submit("a.txt", bytes("a")), "a");
    send("request", submit("b.txt", bytes("b")), "b");

    assertThat(receive("reply").getJMSCorrelationID()).isEqualTo("a");
    assertThat(receive("reply").getJMSCorrelationID()).isEqualTo("b");
    assertThat(most).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_text_message_is_read_like_a_bytes_message() throws Exception {
    outcome.set(() -> bytes("receipt"));
    var text =
        agency.createTextMessage(
            new String(WireDocument.write(submit("a.txt", bytes("a"))), StandardCharsets.UTF_8));

    send("request", text);

    var reply = receive("reply");
    assertThat(reply.getJMSCorrelationID()).isEqualTo(text.getJMSMessageID());
    assertThat(body(reply)).isInstanceOf(SubmitResponse.class);
  }

  @Test
  void a_refusal_carries_its_code_and_the_signed_evidence() throws Exception {
    outcome.set(
        () -> {
          throw new DossierRejected(
              RejectionReason.NO_AGREEMENT, "9.999901", Optional.of(bytes("signed refusal")));
        });

    send("request", submit("a.txt", bytes("a")), "c");

    var refusal = (Refusal) body(receive("reply"));
    assertThat(refusal.getCode()).isEqualTo("NO_AGREEMENT");
    assertThat(refusal.getMessageId()).isEqualTo(ID.value());
    assertThat(refusal.getEvidence()).isEqualTo(bytes("signed refusal"));
  }

  @Test
  void a_request_waits_in_its_queue_while_the_hub_cannot_decide() throws Exception {
    outcome.set(
        () -> {
          if (received.size() < 3) {
            throw new TryAgainLater("the database is away");
          }
          return bytes("receipt");
        });

    send("request", submit("a.txt", bytes("a")), "c");

    assertThat(body(receive("reply"))).isInstanceOf(SubmitResponse.class);
    assertThat(received).hasSize(3);
    assertThat(agency.createConsumer(queue("reply")).receive(300)).isNull();
  }

  @Test
  void more_than_a_megabyte_inline_is_refused() throws Exception {
    send("request", submit("a.bin", new byte[(1 << 20) + 1]), "c");

    assertThat(((Refusal) body(receive("reply"))).getCode()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(received).isEmpty();
  }

  @Test
  void a_message_of_any_size_is_refused_by_its_size_before_its_body_is_read() throws Exception {
    outcome.set(() -> bytes("receipt"));
    for (byte type :
        new byte[] {
          org.apache.activemq.artemis.api.core.Message.TEXT_TYPE,
          org.apache.activemq.artemis.api.core.Message.BYTES_TYPE
        }) {
      sendZeros("agency.H99.151.request", type, 48L << 20);
    }
    sendZeros(
        "agency.H99.151.receipt",
        org.apache.activemq.artemis.api.core.Message.TEXT_TYPE,
        48L << 20);
    send("request", submit("a.txt", bytes("a")), "c");

    assertThat(((Refusal) body(receive("reply"))).getCode()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(((Refusal) body(receive("reply"))).getCode()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(body(receive("reply"))).isInstanceOf(SubmitResponse.class);
    until(() -> artemis.depth("agency.H99.151.request") == 0);
    until(() -> artemis.depth("agency.H99.151.receipt") == 0);
  }

  @Test
  void a_body_or_a_header_that_cannot_be_read_does_not_come_again_for_ever() throws Exception {
    outcome.set(() -> bytes("receipt"));
    var core = ((ActiveMQSession) agency).getCoreSession();
    for (var address : List.of("agency.H99.151.request", "agency.H99.151.receipt")) {
      try (var producer = core.createProducer(address)) {
        var brokenText =
            core.createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, true);
        brokenText.getBodyBuffer().writeByte((byte) 1);
        brokenText.getBodyBuffer().writeInt(1_000_000);
        producer.send(brokenText);
        var brokenHeaders =
            core.createMessage(org.apache.activemq.artemis.api.core.Message.BYTES_TYPE, true);
        brokenHeaders.putBytesProperty(WireMessage.MESSAGE_ID, new byte[] {1});
        brokenHeaders.putBytesProperty(WireMessage.OPERATION, new byte[] {1});
        brokenHeaders.putBytesProperty("JMSCorrelationID", new byte[] {1});
        producer.send(brokenHeaders);
      }
    }
    send("request", submit("a.txt", bytes("a")), "c");

    var answers = List.of(body(receive("reply")), body(receive("reply")), body(receive("reply")));
    assertThat(answers)
        .filteredOn(Refusal.class::isInstance)
        .hasSize(2)
        .allMatch(refusal -> ((Refusal) refusal).getCode().equals("MALFORMED"));
    assertThat(answers).filteredOn(SubmitResponse.class::isInstance).hasSize(1);
    until(() -> artemis.depth("agency.H99.151.receipt") == 0);
  }

  @Test
  void F31_what_is_no_message_of_jms_is_put_away_and_the_next_is_served() throws Exception {
    outcome.set(() -> bytes("receipt"));
    var dead = agency.createConsumer(agency.createQueue("hub.dead"));
    var core = ((ActiveMQSession) agency).getCoreSession();
    for (var leaf : List.of("request", "receipt")) {
      try (var producer = core.createProducer("agency.H99.151." + leaf)) {
        var unknown = core.createMessage((byte) 99, true);
        unknown.getBodyBuffer().writeBytes(bytes(leaf));
        producer.send(unknown);
      }
      var kept = (BytesMessage) dead.receive(20_000);
      assertThat(kept.getStringProperty("_AMQ_ORIG_ADDRESS")).isEqualTo("agency.H99.151." + leaf);
      assertThat(kept.getBodyLength()).isEqualTo(leaf.length());
    }
    send("request", submit("a.txt", bytes("a")), "c");

    assertThat(body(receive("reply"))).isInstanceOf(SubmitResponse.class);
    until(() -> artemis.depth("agency.H99.151.request") == 0);
    until(() -> artemis.depth("agency.H99.151.receipt") == 0);
  }

  private void sendZeros(String address, byte type, long size) throws Exception {
    var core = ((ActiveMQSession) agency).getCoreSession();
    try (var producer = core.createProducer(address)) {
      var message = core.createMessage(type, true);
      message.setBodyInputStream(
          new java.io.InputStream() {
            private long left = size;

            @Override
            public int read() {
              return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] target, int from, int length) {
              int some = (int) Math.min(length, left);
              left -= some;
              return some == 0 ? -1 : some;
            }
          });
      producer.send(message);
    }
  }

  @Test
  void what_is_not_of_the_contract_is_refused_and_the_next_request_is_served() throws Exception {
    outcome.set(() -> bytes("receipt"));

    send("request", agency.createTextMessage("<not-xml"));
    send("request", agency.createMapMessage());
    send("request", fetchPart(), "p");
    send("request", new SubmitResponse(), "r");
    send("request", submit("a.txt", bytes("a")), "c");

    assertThat(((Refusal) body(receive("reply"))).getCode()).isEqualTo("MALFORMED");
    assertThat(((Refusal) body(receive("reply"))).getCode()).isEqualTo("MALFORMED");
    assertThat(((Refusal) body(receive("reply"))).getCode()).isEqualTo("NOT_OFFERED");
    assertThat(((Refusal) body(receive("reply"))).getCode()).isEqualTo("MALFORMED");
    assertThat(body(receive("reply"))).isInstanceOf(SubmitResponse.class);
  }

  @Test
  void f11_nobody_waits_while_a_message_lies_in_the_queue_and_its_receipt_ends_the_delivery()
      throws Exception {
    assertThatThrownBy(() -> courier.deliver(message(bytes("quyết định"))))
        .isInstanceOfSatisfying(
            AnswerFollows.class, follows -> assertThat(follows.after()).contains(TEN_MINUTES));
    assertThat(ended).isEmpty();

    var delivery = receive("deliver");
    reply(delivery, receiptFor(MANIFEST));
    until(() -> !ended.isEmpty());

    assertThat(ended).containsExactly(COMMUNE + " " + new String(receiptBytes(MANIFEST), UTF_8));
    assertThat(delivery.getStringProperty("messageId")).isEqualTo(ID.value());
    assertThat(delivery.getJMSCorrelationID()).isEqualTo(ID.value());
    var part = ((Submit) body(delivery)).getPart().get(0);
    assertThat(part.getContent().getInputStream().readAllBytes()).isEqualTo(bytes("quyết định"));
  }

  @Test
  void
      a_message_in_a_queue_that_nobody_reads_is_sent_again_after_ten_minutes_and_then_less_often() {
    assertThat(JmsCourier.pauseAfter(Duration.ofSeconds(1))).isEqualTo(TEN_MINUTES);
    assertThat(JmsCourier.pauseAfter(TEN_MINUTES)).isEqualTo(Duration.ofMinutes(20));
    assertThat(JmsCourier.pauseAfter(Duration.ofDays(1))).isEqualTo(Duration.ofHours(6));
  }

  @Test
  void an_answer_that_an_attempt_finds_ends_it_and_nothing_is_sent_twice() throws Exception {
    var message = message(bytes("a"));
    assertThatThrownBy(() -> courier.deliver(message)).isInstanceOf(AnswerFollows.class);
    assertThatThrownBy(() -> courier.deliver(message)).isInstanceOf(AnswerFollows.class);
    assertThat(artemis.depth("agency.H99.151.deliver")).isEqualTo(1);

    reply(receive("deliver"), receiptFor(MANIFEST));
    var manifest = Sha256.of(MANIFEST);
    until(() -> handOvers.answer(COMMUNE, manifest).isPresent());

    assertThat(courier.deliver(message)).isEqualTo(receiptBytes(MANIFEST));
    assertThat(courier.deliver(message)).isEqualTo(receiptBytes(MANIFEST));
    assertThat(artemis.depth("agency.H99.151.deliver")).isZero();
  }

  @Test
  void f21_a_full_queue_gets_no_more_until_the_agency_has_read_half_of_it_and_answers()
      throws Exception {
    var lane = COMMUNE.value();
    try (var producer = agency.createProducer(queue("deliver"))) {
      for (int i = 0; i < JmsCourier.MOST_IN_A_QUEUE; i++) {
        producer.send(agency.createTextMessage("one of many"));
      }
    }
    assertThatThrownBy(() -> courier.deliver(message(bytes("a"))))
        .isInstanceOf(TryAgainLater.class)
        .isNotInstanceOf(AnswerFollows.class)
        .hasMessageContaining("256 messages");
    for (int failure = 0; failure < 3; failure++) {
      outbox.laneFailed(WorkKind.DELIVER_MESSAGE, lane);
    }
    outbox.add(WorkKind.DELIVER_MESSAGE, lane, "the next");
    assertThat(outbox.claim(1, TEN_MINUTES)).as("resting").isEmpty();

    sendAnyReceipt();
    until(() -> artemis.depth("agency.H99.151.receipt") == 0);
    assertThat(outbox.claim(1, TEN_MINUTES)).as("still full").isEmpty();

    try (var consumer = agency.createConsumer(queue("deliver"))) {
      for (int i = 0; i < JmsCourier.MOST_IN_A_QUEUE / 2; i++) {
        assertThat(consumer.receive(30_000)).isNotNull();
      }
    }
    sendAnyReceipt();

    until(() -> !outbox.claim(1, TEN_MINUTES).isEmpty());
  }

  private void sendAnyReceipt() throws Exception {
    var answer = agency.createBytesMessage();
    answer.writeBytes(WireDocument.write(receiptFor(MANIFEST)));
    send("receipt", answer);
  }

  @Test
  void a_refusal_of_the_agency_ends_the_delivery_with_its_words() throws Exception {
    var message = message(bytes("a"));
    assertThatThrownBy(() -> courier.deliver(message)).isInstanceOf(TryAgainLater.class);
    var refusal = new Refusal();
    refusal.setCode("REFUSED");
    refusal.setReasonVi("Không thuộc thẩm quyền");
    refusal.setReasonEn("Not ours");
    reply(receive("deliver"), refusal);
    until(() -> !ended.isEmpty());

    assertThat(ended)
        .containsExactly(COMMUNE + " REFUSED Không thuộc thẩm quyền / Not ours " + ID.value());
    assertThatThrownBy(() -> courier.deliver(message))
        .isInstanceOfSatisfying(
            DeliveryRefused.class, refused -> assertThat(refused.code()).isEqualTo("REFUSED"))
        .hasMessageContaining("Không thuộc thẩm quyền");
  }

  @Test
  void a_receipt_that_is_not_genuine_changes_nothing() throws Exception {
    var message = message(bytes("a"));
    assertThatThrownBy(() -> courier.deliver(message)).isInstanceOf(TryAgainLater.class);
    var forged = new SubmitResponse();
    forged.setReceipt(bytes("forged"));

    reply(receive("deliver"), forged);
    until(() -> artemis.depth("agency.H99.151.receipt") == 0);

    assertThat(handOvers.answer(COMMUNE, Sha256.of(MANIFEST))).isEmpty();
  }

  @Test
  void a29_a_genuine_receipt_for_something_else_changes_nothing() throws Exception {
    var message = message(bytes("a"));
    assertThatThrownBy(() -> courier.deliver(message)).isInstanceOf(TryAgainLater.class);
    var other = new SubmitResponse();
    other.setReceipt(bytes("for " + Sha256.of(MANIFEST).hex() + " H99.05"));

    reply(receive("deliver"), other);
    until(() -> artemis.depth("agency.H99.151.receipt") == 0);

    assertThat(handOvers.answer(COMMUNE, Sha256.of(MANIFEST))).isEmpty();
  }

  @Test
  void parts_of_more_than_a_megabyte_are_named_and_left_to_be_fetched() throws Exception {
    assertThatThrownBy(() -> courier.deliver(message(new byte[(1 << 20) + 1])))
        .isInstanceOf(TryAgainLater.class);

    var part = ((Submit) body(receive("deliver"))).getPart().get(0);

    assertThat(part.getName()).isEqualTo("a.pdf");
    assertThat(part.getContent()).isNull();
  }

  @Test
  void a_delivery_waits_while_the_broker_is_away() throws Exception {
    artemis.stop();
    try {
      assertThatThrownBy(() -> courier.deliver(message(bytes("a"))))
          .isInstanceOf(TryAgainLater.class);
    } finally {
      artemis.start();
    }
  }

  private ReceiveDossier hub() {
    return new ReceiveDossier() {
      @Override
      public Receipt receive(IncomingMessage message) throws DossierRejected {
        received.add(
            message.channel()
                + " "
                + message.transportAgency().map(AgencyCode::value).orElse("?")
                + read(message));
        return new Receipt(ID, outcome.get().receipt());
      }
    };
  }

  private static String read(IncomingMessage message) {
    var parts = new StringBuilder();
    try {
      for (var part = message.parts().next(); part.isPresent(); part = message.parts().next()) {
        parts
            .append(' ')
            .append(part.get().name())
            .append('=')
            .append(new String(part.get().content().readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return parts.toString();
  }

  /** The signature of receipts is tested where it is made; here a receipt is its manifest. */
  private static AcceptRemoteReceipt believesWhatItReads() {
    return new AcceptRemoteReceipt(null, Clock.systemUTC()) {
      @Override
      public For accept(AgencyCode recipient, byte[] receipt) throws ReceiptNotGenuine {
        var text = new String(receipt, StandardCharsets.UTF_8);
        if (!text.startsWith("for ")) {
          throw new ReceiptNotGenuine("forged");
        }
        var words = text.split(" ");
        return new For(
            ID,
            SENT.kind(),
            SENT.sender(),
            new AgencyCode(words.length > 2 ? words[2] : COMMUNE.value()),
            new Sha256(words[1]),
            List.of());
      }
    };
  }

  /** Where deliveries end is tested elsewhere; here it is written down. */
  private AcknowledgeDelivery endings() {
    return new AcknowledgeDelivery(null, null, null, null, null, null) {
      @Override
      public Ended receipted(AgencyCode recipient, StoredMessage message, byte[] receipt) {
        ended.add(recipient + " " + new String(receipt, UTF_8));
        return null;
      }

      @Override
      public void refused(AgencyCode recipient, MessageId id, String code, String words) {
        ended.add(recipient + " " + code + " " + words + " " + id.value());
      }
    };
  }

  private static Inbox knowsTheMessage() {
    var sent =
        new StoredMessage(
            UUID.randomUUID(),
            SENT,
            MANIFEST,
            MANIFEST,
            Channel.SOAP,
            Optional.empty(),
            Instant.EPOCH,
            Optional.empty());
    return (Inbox)
        Proxy.newProxyInstance(
            Inbox.class.getClassLoader(),
            new Class<?>[] {Inbox.class},
            (proxy, method, arguments) -> Optional.of(sent));
  }

  private static byte[] receiptBytes(byte[] manifest) {
    return bytes("for " + Sha256.of(manifest).hex());
  }

  private static SubmitResponse receiptFor(byte[] manifest) {
    var response = new SubmitResponse();
    response.setReceipt(receiptBytes(manifest));
    return response;
  }

  private static OutgoingMessage message(byte[] content) {
    var commune =
        new Agency(
            COMMUNE,
            "UBND xã An Hòa",
            Channel.JMS,
            Optional.<URI>empty(),
            Instant.EPOCH,
            Optional.empty());
    var part =
        new OutgoingPart(
            "a.pdf",
            "application/pdf",
            content.length,
            Sha256.of(content),
            () -> new ByteArrayInputStream(content));
    return new OutgoingMessage(ID, new AgencyCode("H99.08"), commune, MANIFEST, List.of(part));
  }

  private static Submit submit(String name, byte[] content) {
    var part = new Part();
    part.setName(name);
    part.setMediaType("text/plain");
    part.setContent(
        new DataHandler(
            new jakarta.mail.util.ByteArrayDataSource(content, "application/octet-stream")));
    var submit = new Submit();
    submit.setManifest(MANIFEST);
    submit.getPart().add(part);
    return submit;
  }

  private static FetchPart fetchPart() {
    var fetch = new FetchPart();
    fetch.setSender("H99.08");
    fetch.setMessageId(ID.value());
    fetch.setName("a.pdf");
    return fetch;
  }

  private void send(String leaf, Object element, String correlation) throws Exception {
    var message = agency.createBytesMessage();
    message.writeBytes(WireDocument.write(element));
    message.setStringProperty("operation", WireDocument.operation(element));
    message.setStringProperty("messageId", ID.value());
    message.setJMSCorrelationID(correlation);
    send(leaf, message);
  }

  private void send(String leaf, Message message) throws Exception {
    try (var producer = agency.createProducer(queue(leaf))) {
      producer.send(message);
    }
  }

  private void reply(Message delivery, Object element) throws Exception {
    var message = agency.createBytesMessage();
    message.writeBytes(WireDocument.write(element));
    message.setStringProperty("operation", WireDocument.operation(element));
    message.setJMSCorrelationID(delivery.getJMSCorrelationID());
    try (var producer = agency.createProducer(delivery.getJMSReplyTo())) {
      producer.send(message);
    }
  }

  private Message receive(String leaf) throws Exception {
    try (var consumer = agency.createConsumer(queue(leaf))) {
      var message = consumer.receive(30_000);
      assertThat(message).as("a message at " + leaf).isNotNull();
      return message;
    }
  }

  private static Object body(Message message) throws Exception {
    var bytes = new byte[(int) ((BytesMessage) message).getBodyLength()];
    ((BytesMessage) message).readBytes(bytes);
    return WireDocument.read(bytes);
  }

  private jakarta.jms.Queue queue(String leaf) throws Exception {
    return agency.createQueue("agency.H99.151." + leaf);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
