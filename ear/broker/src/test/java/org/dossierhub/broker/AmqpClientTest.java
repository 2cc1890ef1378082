package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agency that speaks AMQP 1.0, with a client of another house (Apache Qpid). */
class AmqpClientTest {
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

  private Connection connection(String user, String password) throws JMSException {
    var factory =
        new JmsConnectionFactory(
            "amqps://127.0.0.1:%d?transport.trustStoreLocation=%s&transport.trustStorePassword=t&transport.trustStoreType=PKCS12&transport.verifyHost=false&jms.requestTimeout=20000&jms.sendTimeout=20000"
                .formatted(broker.port(), broker.trust()));
    var connection = factory.createConnection(user, password);
    connection.start();
    return connection;
  }

  @Test
  void the_samples_arrive_at_the_hub_as_they_are_described() throws Exception {
    var submit = sample("amqp-submit.json");
    var receipt = sample("amqp-receipt.json");
    send(submit);
    send(receipt);
    broker.kill();
    broker.start();

    assertArrived(submit);
    assertArrived(receipt);
  }

  private static JsonNode sample(String name) throws IOException {
    return new ObjectMapper().readTree(SAMPLES.resolve(name).toFile());
  }

  private void send(JsonNode sample) throws Exception {
    try (var connection = connection("H99.151", "a");
        var session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      var message = session.createBytesMessage();
      message.writeBytes(Files.readAllBytes(SAMPLES.resolve(sample.path("data").asText())));
      message.setJMSCorrelationID(sample.at("/properties/correlation-id").asText());
      if (sample.at("/properties").has("reply-to")) {
        message.setJMSReplyTo(session.createQueue(sample.at("/properties/reply-to").asText()));
      }
      for (var property : sample.path("application-properties").properties()) {
        message.setStringProperty(property.getKey(), property.getValue().asText());
      }
      var producer =
          session.createProducer(session.createQueue(sample.at("/target/address").asText()));
      producer.setDeliveryMode(DeliveryMode.PERSISTENT);
      producer.send(message);
    }
  }

  private void assertArrived(JsonNode sample) throws Exception {
    var arrived =
        broker.receive(
            "hub",
            "h",
            sample.at("/target/address").asText(),
            message -> {
              var bytes = new byte[message.getBodySize()];
              message.getBodyBuffer().readBytes(bytes);
              return List.of(
                  message.getStringProperty("operation"),
                  message.getStringProperty("messageId"),
                  message.getStringProperty("JMSCorrelationID"),
                  new String(bytes, StandardCharsets.UTF_8));
            });
    assertThat(arrived)
        .containsExactly(
            sample.at("/application-properties/operation").asText(),
            sample.at("/application-properties/messageId").asText(),
            sample.at("/properties/correlation-id").asText(),
            Files.readString(SAMPLES.resolve(sample.path("data").asText())));
  }

  @Test
  void documents_of_megabytes_go_both_ways() throws Exception {
    var document = "đ".repeat(1_500_000).getBytes(StandardCharsets.UTF_8);
    broker.sendBytes("agency.H99.151.deliver", "submit", document);
    try (var connection = connection("H99.151", "a");
        var session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
      var consumer = session.createConsumer(session.createQueue("agency.H99.151.deliver"));
      var delivery = (BytesMessage) consumer.receive(20_000);
      var bytes = new byte[(int) delivery.getBodyLength()];
      delivery.readBytes(bytes);
      assertThat(bytes).isEqualTo(document);
      assertThat(delivery.getStringProperty("operation")).isEqualTo("submit");
      assertThat(delivery.getJMSCorrelationID()).isEqualTo("c-1");

      var receipt = session.createBytesMessage();
      receipt.writeBytes(document);
      session.createProducer(session.createQueue("agency.H99.151.receipt")).send(receipt);
      delivery.acknowledge();
    }
    var arrived =
        broker.receive(
            "hub",
            "h",
            "agency.H99.151.receipt",
            message -> {
              var out = new ByteArrayOutputStream();
              message.saveToOutputStream(out);
              return out.toByteArray();
            });
    assertThat(arrived).isEqualTo(document);
  }

  @Test
  void what_a_client_rejects_stays_in_its_queue() throws Exception {
    broker.sendBytes("agency.H99.151.deliver", "submit", new byte[] {'x'});
    for (int time = 0; time < 3; time++) {
      try (var connection = connection("H99.151", "a");
          var session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
        var consumer = session.createConsumer(session.createQueue("agency.H99.151.deliver"));
        Message delivery = consumer.receive(20_000);
        assertThat(delivery).as("time " + time).isNotNull();
        delivery.setIntProperty("JMS_AMQP_ACK_TYPE", 2); // rejected
        delivery.acknowledge();
      }
    }
  }

  @Test
  void an_agency_reaches_only_its_own_addresses() throws Exception {
    broker.send("hub", "h", "agency.H99.151.deliver", "secret");
    assertThatThrownBy(() -> connection("H99.15", "a").close()).isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> connection(null, null).close()).isInstanceOf(JMSException.class);
    try (var connection = connection("H99.15", "b");
        var session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      for (var address :
          List.of(
              "agency.H99.151.deliver",
              "agency.H99.15.deliver::agency.H99.151.deliver",
              "agency.H99.15.request",
              "hub.dead")) {
        assertThatThrownBy(() -> session.createConsumer(session.createQueue(address)).receive(500))
            .as("receive from " + address)
            .isInstanceOf(JMSException.class);
      }
      for (var address :
          List.of("agency.H99.151.request", "agency.H99.15.deliver", "activemq.management")) {
        assertThatThrownBy(
                () ->
                    session
                        .createProducer(session.createQueue(address))
                        .send(session.createTextMessage("x")))
            .as("send to " + address)
            .isInstanceOf(JMSException.class);
      }
      assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSException.class);
      var anywhere = session.createProducer(null);
      assertThatThrownBy(
              () ->
                  anywhere.send(
                      session.createQueue("agency.H99.151.request"),
                      session.createTextMessage("x")))
          .isInstanceOf(JMSException.class);
    }
    assertThat(broker.receive("H99.151", "a", "agency.H99.151.deliver")).isEqualTo("secret");
  }

  private static void closeWhatIsClosed(Connection connection) {
    try {
      connection.close();
    } catch (JMSException e) {
      assertThat(e).hasMessageContaining("message-size-exceeded"); // told once more
    }
  }

  @Test
  void what_is_too_large_is_cut_off_while_it_arrives_and_leaves_nothing() throws Exception {
    var cutOff = connection("H99.151", "a");
    try {
      var session = cutOff.createSession(Session.AUTO_ACKNOWLEDGE);
      var producer = session.createProducer(session.createQueue("agency.H99.151.request"));
      var message = session.createBytesMessage();
      var megabyte = new byte[1 << 20];
      for (int i = 0; i < 60; i++) {
        message.writeBytes(megabyte);
      }
      assertThatThrownBy(() -> producer.send(message))
          .isInstanceOf(JMSException.class)
          .hasMessageContaining("at most " + AmqpFrames.MESSAGE_AT_MOST);
    } finally {
      closeWhatIsClosed(cutOff);
    }
    for (int tried = 0; broker.bytesOfLargeMessages() > 0; tried++) {
      assertThat(tried).as("the file is taken away").isLessThan(100);
      Thread.sleep(100);
    }
    assertThat(broker.isAlive()).isTrue();
    try (var connection = connection("H99.151", "a");
        var session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      var producer = session.createProducer(session.createQueue("agency.H99.151.request"));
      var allowed = session.createBytesMessage();
      allowed.writeBytes(new byte[4 << 20]);
      producer.send(allowed);
      producer.send(session.createTextMessage("small"));
    }
  }

  @Test
  void a_repetition_under_the_same_duplicate_id_arrives_in_every_protocol() throws Exception {
    try (var connection = connection("H99.151", "a");
        var session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
      var producer = session.createProducer(session.createQueue("agency.H99.151.request"));
      var message = session.createTextMessage("again");
      message.setStringProperty("_AMQ_DUPL_ID", "6f1d0c0e");
      producer.send(message);
      producer.send(message);
    }
    try (var line = StompLine.connected(broker, "H99.151", "a")) {
      line.next();
      for (int time = 0; time < 2; time++) {
        line.send(
            "SEND\ndestination:agency.H99.151.request\nreceipt:1\n_AMQ_DUPL_ID:6f1d0c0e",
            "again".getBytes(StandardCharsets.UTF_8));
        assertThat(line.next().command()).isEqualTo("RECEIPT");
      }
    }
    try (var locator = broker.locator();
        var factory = locator.createSessionFactory();
        var session = factory.createSession("H99.151", "a", false, true, true, false, 0);
        var producer = session.createProducer("agency.H99.151.request")) {
      for (int time = 0; time < 2; time++) {
        var message = session.createMessage(true);
        message.putStringProperty("_AMQ_DUPL_ID", "6f1d0c0e");
        producer.send(message);
      }
    }
    for (int time = 0; time < 6; time++) {
      boolean hasId =
          broker.receive(
              "hub", "h", "agency.H99.151.request", m -> m.containsProperty("_AMQ_DUPL_ID"));
      assertThat(hasId).isFalse();
    }
  }
}
