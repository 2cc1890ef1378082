package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agency that speaks STOMP (docs/protocol/jms.md), down to the bytes on the line. */
class StompClientTest {
  private static final Path SAMPLES = Path.of("../../docs/protocol/samples");

  @TempDir Path folder;
  private BrokerProcess broker;

  @BeforeEach
  void start() throws Exception {
    broker = BrokerProcess.started(folder);
  }

  @AfterEach
  void stop() throws Exception {
    broker.close();
  }

  @Test
  void the_samples_are_a_conversation_the_broker_has() throws Exception {
    var sent = new String(frames("stomp-submit.txt"), StandardCharsets.UTF_8);
    try (var line = new StompLine(broker.line())) {
      line.raw(sent.replace("PASSWORD", "a").getBytes(StandardCharsets.UTF_8));

      var came = List.of(line.next(), line.next());
      assertThat(came).extracting(StompLine.Frame::command).containsExactly("CONNECTED", "RECEIPT");
      var asked =
          broker.receive(
              "hub",
              "h",
              "agency.H99.151.request",
              message ->
                  List.of(
                      message.getStringProperty("operation"),
                      message.getStringProperty("messageId"),
                      message.getStringProperty("JMSCorrelationID"),
                      String.valueOf(message.isDurable()),
                      String.valueOf(message.getType())));
      assertThat(asked)
          .containsExactly(
              "submit",
              "6f1d0c0e-52c4-4b57-9d4e-0f6f0a1c2b3d",
              "question-1",
              "true",
              String.valueOf(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE));
      var answer = Files.readAllBytes(SAMPLES.resolve("jms-submit-response.xml"));
      broker.sendBytes("agency.H99.151.reply", "submitResponse", answer);
      came = List.of(came.get(0), came.get(1), line.next());

      var expected = frames("stomp-answers.txt");
      try (var told = new StompLine(new Told(expected))) {
        for (var frame : came) {
          var sample = told.next();
          assertThat(frame.command()).isEqualTo(sample.command());
          sample.headers().remove("correlation-id"); // the test's own answer has another
          assertThat(frame.headers()).containsAllEntriesOf(sample.headers());
        }
      }
      assertThat(came.get(2).body()).isEqualTo(answer);
      line.send("ACK\nreceipt:2\nid:" + came.get(2).headers().get("ack"));
      assertThat(line.next().command()).isEqualTo("RECEIPT");
    }
  }

  @Test
  void the_sample_of_a_delivery_takes_it_and_sends_the_receipt() throws Exception {
    var parts =
        new String(frames("stomp-deliver.txt"), StandardCharsets.UTF_8)
            .replace("PASSWORD", "a")
            .split("(?=SEND\n)");
    broker.sendBytes("agency.H99.151.deliver", "submit", new byte[] {'x'});
    try (var line = new StompLine(broker.line())) {
      line.raw(parts[0].getBytes(StandardCharsets.UTF_8));
      assertThat(line.next().command()).isEqualTo("CONNECTED");
      var delivery = line.next();
      assertThat(delivery.command()).isEqualTo("MESSAGE");
      line.raw(
          parts[1]
              .replace("ACK-OF-THE-MESSAGE", delivery.headers().get("ack"))
              .getBytes(StandardCharsets.UTF_8));
      assertThat(line.next().headers()).containsEntry("receipt-id", "2");
      assertThat(line.next().headers()).containsEntry("receipt-id", "3");
    }
    var operation =
        broker.receive("hub", "h", "agency.H99.151.receipt", m -> m.getStringProperty("operation"));
    assertThat(operation).isEqualTo("submitResponse");
    assertThat(broker.waiting("agency.H99.151.deliver")).as("it was taken").isZero();
  }

  @Test
  void a_delivery_of_a_megabyte_comes_whole_and_a_document_of_a_megabyte_goes() throws Exception {
    var document = "đ".repeat(750_000).getBytes(StandardCharsets.UTF_8);
    broker.sendBytes("agency.H99.151.deliver", "submit", document);
    try (var line = StompLine.connected(broker, "H99.151", "a")) {
      assertThat(line.next().command()).isEqualTo("CONNECTED");

      line.send("SUBSCRIBE\nid:1\ndestination:agency.H99.151.deliver\nack:client-individual");
      assertThat(line.next().body()).isEqualTo(document);

      line.send(
          "SEND\ndestination:agency.H99.151.receipt\npersistent:true\nreceipt:1\ncontent-length:"
              + document.length,
          document);
      assertThat(line.next().command()).isEqualTo("RECEIPT");
      var arrived =
          broker.receive(
              "hub",
              "h",
              "agency.H99.151.receipt",
              message -> {
                var bytes = new byte[message.getBodySize()];
                message.getBodyBuffer().readBytes(bytes);
                return bytes;
              });
      assertThat(arrived).isEqualTo(document);
    }
  }

  @Test
  void what_is_not_acknowledged_comes_again_after_the_connection() throws Exception {
    broker.sendBytes("agency.H99.151.deliver", "submit", new byte[] {'x'});
    for (int time = 0; time < 12; time++) {
      try (var line = StompLine.connected(broker, "H99.151", "a")) {
        line.next();
        line.send("SUBSCRIBE\nid:1\ndestination:agency.H99.151.deliver\nack:client-individual");
        assertThat(line.next().text()).isEqualTo("x");
      }
    }
  }

  @Test
  void an_agency_reaches_only_its_own_addresses() throws Exception {
    broker.send("hub", "h", "agency.H99.151.deliver", "secret");
    for (var frame :
        List.of(
            "SUBSCRIBE\nid:1\ndestination:agency.H99.151.deliver",
            "SUBSCRIBE\nid:1\ndestination:agency.H99.151.deliver::agency.H99.151.deliver",
            "SUBSCRIBE\nid:1\ndestination:agency.H99.15.deliver::agency.H99.151.deliver",
            "SUBSCRIBE\nid:1\ndestination:agency.#",
            "SUBSCRIBE\nid:1\ndestination:hub.dead",
            "SUBSCRIBE\nid:1\ndestination:agency.H99.15.request",
            "SEND\ndestination:agency.H99.151.request\nreceipt:1",
            "SEND\ndestination:agency.H99.15.deliver\nreceipt:1",
            "SEND\ndestination:activemq.management\nreceipt:1")) {
      try (var line = StompLine.connected(broker, "H99.15", "b")) {
        assertThat(line.next().command()).isEqualTo("CONNECTED");
        line.send(frame);
        assertThat(line.next().command()).as(frame).isEqualTo("ERROR");
      }
    }
    try (var line = StompLine.connected(broker, "H99.15", "a")) {
      assertThat(line.next().command()).as("wrong password").isEqualTo("ERROR");
    }
    assertThat(broker.receive("H99.151", "a", "agency.H99.151.deliver")).isEqualTo("secret");
  }

  @Test
  void a_refusal_names_its_code_its_reason_and_the_receipt_it_stands_for() throws Exception {
    try (var line = StompLine.connected(broker, "H99.151", "a")) {
      line.next();
      line.send("SEND\ndestination:agency.H99.151.request\nreceipt:7\n_AMQ_LARGE_COMPRESSED:true");
      var refused = line.next();
      assertThat(refused.command()).isEqualTo("ERROR");
      assertThat(refused.headers())
          .containsEntry("message", "MALFORMED")
          .containsEntry("receipt-id", "7");
      assertThat(refused.text())
          .isEqualTo("The message to agency.H99.151.request is compressed (docs/protocol/jms.md).");
    }
    try (var line = StompLine.connected(broker, "H99.151", "a")) {
      line.next();
      line.send(
          "SEND\ndestination:agency.H99.151.deliver\nreceipt:8",
          "secret".getBytes(StandardCharsets.UTF_8));
      line.send("SEND\ndestination:agency.H99.15.request");
      var refused = line.next();
      assertThat(refused.headers())
          .containsEntry("message", "NOT_ALLOWED")
          .containsEntry("receipt-id", "8");
      assertThat(refused.text()).doesNotContain("secret");
      assertThat(line.next().headers()).containsEntry("message", "NOT_ALLOWED");
    }
    try (var line = StompLine.connected(broker, "H99.151", "wrong")) {
      assertThat(line.next().headers()).containsEntry("message", "NOT_AUTHENTICATED");
    }
  }

  @Test
  void what_is_too_large_is_cut_off_before_it_fills_the_memory() throws Exception {
    var megabyte = new byte[1 << 20];
    java.util.Arrays.fill(megabyte, (byte) 'x');
    var head = "SEND\ndestination:agency.H99.151.request\npersistent:true\nreceipt:1";
    var endings = new ArrayList<String>();
    for (var kind :
        List.of("\ncontent-length:400000000", "", "\ncontent-length:1\ncontent-length:9")) {
      try (var line = StompLine.connected(broker, "H99.151", "a")) {
        line.next();
        endings.add(cutOff(line, head + kind + "\n\n", megabyte));
      }
    }
    try (var line = new StompLine(broker.line())) {
      endings.add(cutOff(line, "CONNECT\naccept-version:1.2\nhost:", megabyte));
    }
    assertThat(endings).hasSize(4).allMatch(ending -> ending.equals("ERROR"));

    try (var line = new StompLine(broker.line())) {
      assertThat(
              cutOff(
                  line,
                  "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n",
                  megabyte))
          .isEqualTo("closed");
    }
    assertThat(broker.isAlive()).isTrue();
    try (var line = StompLine.connected(broker, "H99.151", "a")) {
      assertThat(line.next().command()).isEqualTo("CONNECTED");
      line.send(head, "small".getBytes(StandardCharsets.UTF_8));
      assertThat(line.next().command()).isEqualTo("RECEIPT");
    }
  }

  /** How it ends, within forty megabytes. */
  private static String cutOff(StompLine line, String head, byte[] megabyte) {
    try {
      line.raw(head.getBytes(StandardCharsets.UTF_8));
      for (int sent = 0; sent < 40; sent++) {
        line.raw(megabyte);
      }
    } catch (IOException closed) {
      // what the broker said before may still be read
    }
    try {
      var last = line.next();
      return last == null ? "closed" : last.command();
    } catch (IOException closed) {
      return "closed";
    }
  }

  private static byte[] frames(String sample) throws IOException {
    return Files.readString(SAMPLES.resolve(sample))
        .replace("^@", "\0")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A line on which a file comes. */
  private static final class Told extends java.net.Socket {
    private final byte[] bytes;

    Told(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public java.io.InputStream getInputStream() {
      return new java.io.ByteArrayInputStream(bytes);
    }
  }
}
