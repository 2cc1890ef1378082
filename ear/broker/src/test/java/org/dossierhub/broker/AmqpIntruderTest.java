package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger at the port who knows AMQP 1.0 and does not keep to it, byte by byte. */
class AmqpIntruderTest {
  private static final byte[] SASL = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
  private static final byte[] AMQP = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};
  private static final byte[] SIGN_IN = saslInit("H99.151", "a");
  private static final byte[] OPEN = frame(2, 0, list(0x10, 1, string("x")));
  private static final byte[] BEGIN =
      frame(2, 0, list(0x11, 4, bytes(0x40, 0x43, 0x52, 100, 0x52, 100)));

  @TempDir static Path folder;
  private static BrokerProcess broker;

  @BeforeAll
  static void start() throws Exception {
    broker = BrokerProcess.started(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @Test
  void sasl_frames_of_any_length_end_their_own_line_and_hold_up_nobody_else() throws Exception {
    var lines = new ArrayList<Socket>();
    for (int size :
        new int[] {513, 600, 2000, 2000, 2000, 4096, 4096, 4096, 65536, 1 << 20, 0x7fffffff}) {
      var line = broker.line();
      lines.add(line);
      send(line, SASL, new byte[] {(byte) (size >> 24), (byte) (size >> 16)});
      send(line, new byte[] {(byte) (size >> 8), (byte) size, 2, 1, 0, 0});
    }
    for (var line : lines) {
      for (int part = 0; part < 4; part++) {
        sendAnyway(line, new byte[300]);
      }
    }
    assertThat(endings(lines)).hasSize(11).doesNotContain("open");
    aGoodClientIsServed();
  }

  @Test
  void what_two_readers_could_understand_differently_ends_the_line() throws Exception {
    var strange = new LinkedHashMap<String, byte[]>();
    strange.put("AMQP without SASL", join(AMQP, OPEN));
    strange.put("another protocol number", bytes('A', 'M', 'Q', 'P', 2, 1, 0, 0));
    strange.put("another version", bytes('A', 'M', 'Q', 'P', 3, 1, 1, 0));
    strange.put("no frame but a header", join(SASL, AMQP));
    strange.put("an AMQP frame within SASL", join(SASL, OPEN));
    strange.put("a SASL frame that begins before its end", join(SASL, saslFrame(1, new byte[8])));
    strange.put("a SASL frame that begins behind its end", join(SASL, saslFrame(9, new byte[8])));
    strange.put("an empty SASL frame", join(SASL, saslFrame(2, new byte[0])));
    strange.put("a SASL frame of seven bytes", join(SASL, bytes(0, 0, 0, 7, 2, 1, 0)));
    strange.put("a SASL frame without a performative", join(SASL, saslFrame(2, new byte[20])));
    strange.put(
        "a SASL frame of the server", join(SASL, saslFrame(2, list(0x44, 1, bytes(0x50, 0)))));
    strange.put("no mechanism", join(SASL, saslFrame(2, list(0x41, 1, bytes(0x40)))));
    strange.put("a mechanism nobody offered", join(SASL, saslFrame(2, list(0x41, 1, symbol("X")))));
    strange.put("a second sign-in", join(SASL, SIGN_IN, SIGN_IN));
    strange.put("a name that is a word", join(SASL, saslFrame(2, bytes(0, 0xa3, 1, 'x', 0x45))));
    strange.put(
        "a list that is longer", join(SASL, saslFrame(2, bytes(0, 0x53, 0x41, 0xc0, 99, 1))));
    var signedIn = join(SASL, SIGN_IN);
    strange.put("a SASL frame afterwards", join(signedIn, AMQP, SIGN_IN));
    strange.put("the SASL header again", join(signedIn, SASL));
    strange.put("a begin before the open", join(signedIn, AMQP, BEGIN));
    strange.put("two opens", join(signedIn, AMQP, OPEN, OPEN));
    strange.put("a frame that begins before its end", join(signedIn, AMQP, frame(1, 0, OPEN)));
    strange.put("a frame that begins behind its end", join(signedIn, AMQP, frame(99, 0, OPEN)));
    strange.put("a frame of an unknown type", join(signedIn, AMQP, frame(2, 7, OPEN)));
    strange.put(
        "a frame of the largest size", join(signedIn, AMQP, bytes(0x7f, 0xff, 0xff, 0xff, 2, 0)));
    strange.put(
        "a performative nobody knows",
        join(signedIn, AMQP, OPEN, frame(2, 0, list(0x77, 0, bytes()))));
    strange.put(
        "an open with something behind it",
        join(signedIn, AMQP, frame(2, 0, join(list(0x10, 1, string("x")), bytes(1, 2, 3)))));
    strange.put(
        "a transfer on no link",
        join(signedIn, AMQP, OPEN, BEGIN, frame(2, 0, list(0x14, 1, bytes(0x43)))));
    strange.put(
        "a transfer whose fields end before its list",
        join(signedIn, AMQP, OPEN, BEGIN, frame(2, 0, list(0x14, 1, new byte[200]))));

    var lines = new ArrayList<Socket>();
    for (var opening : strange.values()) {
      var line = broker.line();
      lines.add(line);
      send(line, opening);
    }
    for (var line : lines) {
      sendAnyway(line, new byte[700]);
    }

    var seen = endings(lines);
    var expected = new LinkedHashMap<String, String>();
    var actual = new LinkedHashMap<String, String>();
    int number = 0;
    for (var name : strange.keySet()) {
      expected.put(name, "closed");
      actual.put(name, seen.get(number++));
    }
    assertThat(actual).isEqualTo(expected);
    aGoodClientIsServed();
  }

  @Test
  void an_opening_in_single_bytes_is_as_good_as_one_in_a_piece() throws Exception {
    try (var line = broker.line()) {
      for (byte next : join(SASL, SIGN_IN, AMQP, OPEN, BEGIN)) {
        send(line, new byte[] {next});
      }
      var came = new ByteArrayOutputStream();
      while (!came.toString(StandardCharsets.ISO_8859_1).contains("\0S\u0011")) { // begin
        int next = line.getInputStream().read();
        assertThat(next).as("the broker answers with open and begin").isNotNegative();
        came.write(next);
      }
    }
  }

  @Test
  void a_message_that_could_never_be_delivered_is_refused_to_its_sender() throws Exception {
    var attach =
        frame(
            2,
            0,
            list(
                0x12,
                10,
                join(
                    string("link"),
                    bytes(0x43, 0x42, 0x40, 0x40), // handle 0, sender
                    list(0x28, 0, bytes()),
                    list(0x29, 1, string("agency.H99.151.receipt")),
                    bytes(0x40, 0x40, 0x43))));
    var uuid = join(string("unit"), bytes(0x98), new byte[16]);
    var message =
        join(
            bytes(0, 0x53, 0x74, 0xc1, uuid.length + 1, 2), uuid, bytes(0, 0x53, 0x75, 0xa0, 1, 7));
    var transfer =
        frame(2, 0, join(list(0x14, 5, bytes(0x43, 0x43, 0xa0, 1, 1, 0x43, 0x42)), message));
    try (var line = broker.line()) {
      send(line, SASL, SIGN_IN, AMQP, OPEN, BEGIN, attach, transfer);
      var came = new ByteArrayOutputStream();
      while (!came.toString(StandardCharsets.ISO_8859_1).contains("docs/protocol/jms.md")) {
        int next = line.getInputStream().read();
        assertThat(next).as("the broker says why").isNotNegative();
        came.write(next);
      }
      assertThat(came.toString(StandardCharsets.ISO_8859_1))
          .contains("MALFORMED: The message to agency.H99.151.receipt has a property");
    }
    broker.sendBytes("agency.H99.151.receipt", "refusal", new byte[] {'x'});
    var next =
        broker.receive("hub", "h", "agency.H99.151.receipt", m -> m.getStringProperty("operation"));
    assertThat(next).as("the next one is the first in the queue").isEqualTo("refusal");
  }

  private static void aGoodClientIsServed() throws Exception {
    var factory =
        new JmsConnectionFactory(
            "amqps://127.0.0.1:%d?transport.trustStoreLocation=%s&transport.trustStorePassword=t&transport.trustStoreType=PKCS12&transport.verifyHost=false&transport.connectTimeout=10000&jms.connectTimeout=10000&jms.requestTimeout=10000&jms.sendTimeout=10000"
                .formatted(broker.port(), broker.trust()));
    // more than there are threads of the network
    for (int times = 0; times < 8; times++) {
      try (var connection = factory.createConnection("H99.151", "a");
          var session = connection.createSession()) {
        session
            .createProducer(session.createQueue("agency.H99.151.request"))
            .send(session.createTextMessage("x"));
      }
    }
  }

  private static List<String> endings(List<Socket> lines) throws IOException {
    var endings = new ArrayList<String>();
    for (var line : lines) {
      endings.add(ending(line));
      line.close();
    }
    return endings;
  }

  private static String ending(Socket line) {
    try {
      line.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      return "open";
    } catch (IOException e) {
      return "closed"; // with bytes of ours unread
    }
    return "closed";
  }

  private static void send(Socket line, byte[]... parts) throws IOException {
    line.getOutputStream().write(join(parts));
    line.getOutputStream().flush();
  }

  /** To a line that may be closed by now. */
  private static void sendAnyway(Socket line, byte[] bytes) {
    try {
      send(line, bytes);
    } catch (IOException closed) {
      // as it shall be
    }
  }

  static byte[] saslInit(String user, String password) {
    var secret = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return saslFrame(2, list(0x41, 2, join(symbol("PLAIN"), bytes(0xa0, secret.length), secret)));
  }

  private static byte[] saslFrame(int begins, byte[] body) {
    return frame(begins, 1, body);
  }

  private static byte[] frame(int begins, int type, byte[] body) {
    int size = 8 + body.length;
    return join(bytes(size >> 24, size >> 16, size >> 8, size, begins, type, 0, 0), body);
  }

  private static byte[] list(int descriptor, int count, byte[] fields) {
    return join(bytes(0, 0x53, descriptor, 0xc0, fields.length + 1, count), fields);
  }

  private static byte[] symbol(String word) {
    return join(bytes(0xa3, word.length()), word.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] string(String word) {
    return join(bytes(0xa1, word.length()), word.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
