package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.engine.TransportException;
import org.dossierhub.broker.SentBytes.Refused;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of AMQP, and what Proton is spared. */
class AmqpFramesTest {
  private static final byte[] SASL = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};
  private static final byte[] AMQP = {'A', 'M', 'Q', 'P', 0, 1, 0, 0};

  private static final Refused WHY =
      new Refused(SentBytes.Reason.TRY_AGAIN_LATER, "there is no place");

  private boolean isSignedIn = true;
  private final AmqpFrames frames = new AmqpFrames(() -> isSignedIn);

  @BeforeEach
  void signedIn() throws Refused {
    follow(SASL);
    follow(AmqpIntruderTest.saslInit("H99.151", "a"));
    follow(AMQP);
    follow(frame(0x10, new byte[] {(byte) 0xc0, 4, 1, (byte) 0xa1, 1, 'x'}, 0));
  }

  private void follow(byte[] bytes) throws Refused {
    frames.follow(Unpooled.wrappedBuffer(bytes));
  }

  private static byte[] frame(int performative, byte[] list, int payload) {
    int size = 8 + 3 + list.length + payload;
    return ByteBuffer.allocate(size)
        .putInt(size)
        .put(new byte[] {2, 0, 0, 0, 0, 0x53, (byte) performative})
        .put(list)
        .array();
  }

  /** On link 0, of which more comes or not. */
  private static byte[] transfer(boolean more, int payload) {
    byte next = (byte) (more ? 0x41 : 0x42);
    return frame(0x14, new byte[] {(byte) 0xc0, 7, 6, 0x43, 0x43, 0x40, 0x43, 0x41, next}, payload);
  }

  @Test
  void a_message_in_parts_is_added_up_and_a_detached_link_begins_anew() throws Refused {
    for (int part = 0; part < 41; part++) {
      follow(transfer(true, 100_000));
    }
    follow(frame(0x16, new byte[] {(byte) 0xc0, 2, 1, 0x43}, 0));
    for (int part = 0; part < 42; part++) {
      follow(transfer(true, 100_000));
    }
    assertThatThrownBy(() -> follow(transfer(false, 100_000)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("at most " + AmqpFrames.MESSAGE_AT_MOST);
  }

  @Test
  void what_is_not_complete_is_known_with_its_age() throws Refused {
    assertThat(frames.unfinishedSince()).isEmpty();
    follow(transfer(true, 10));
    var since = frames.unfinishedSince();
    assertThat(since).isPresent();
    follow(transfer(true, 10));
    assertThat(frames.unfinishedSince()).isEqualTo(since);
    follow(transfer(false, 10));
    assertThat(frames.unfinishedSince()).isEmpty();
    follow(new byte[] {0, 0, 0});
    var begun = frames.unfinishedSince().orElseThrow();

    long most = TimeUnit.SECONDS.toNanos(LineGuard.MESSAGE_WITHIN);
    assertThat(LineGuard.isOverdue(frames.unfinishedSince(), begun + most)).isFalse();
    assertThat(LineGuard.isOverdue(frames.unfinishedSince(), begun + most + 1)).isTrue();
    assertThat(LineGuard.isOverdue(OptionalLong.empty(), begun + most + 1)).isFalse();
  }

  @Test
  void bytes_of_a_message_do_not_hide_behind_the_fields_of_its_transfer() {
    // a list of 400 bytes of which six fields are counted: Proton takes the rest for the message
    var list = new byte[405];
    ByteBuffer.wrap(list).put((byte) 0xd0).putInt(400).putInt(6);
    System.arraycopy(new byte[] {0x43, 0x43, 0x40, 0x43, 0x41, 0x41}, 0, list, 9, 6);
    assertThatThrownBy(() -> follow(frame(0x14, list, 0)))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("fields do not end");
  }

  @Test
  void the_farewell_is_what_the_client_waits_for() throws Refused {
    assertThat(new AmqpFrames(() -> false).farewell(WHY)).isEqualTo(SASL);
    isSignedIn = false; // whoever sends all at once is told the outcome first
    assertThat(frames.farewell(WHY)).hasSize(16).startsWith(0, 0, 0, 16, 2, 1).endsWith(0x50, 4);
    isSignedIn = true;
    assertThat(new String(frames.farewell(WHY), StandardCharsets.US_ASCII))
        .contains("amqp:resource-limit-exceeded", "there is no place");
    var early = new AmqpFrames(() -> true);
    early.follow(Unpooled.wrappedBuffer(SASL, AmqpIntruderTest.saslInit("H99.151", "a"), AMQP));
    assertThat(early.farewell(WHY)).startsWith(0, 0, 0, 16, 2, 0, 0, 0, 0, 0x53, 0x10);
  }

  @Test
  void proton_gets_nothing_more_once_it_failed() {
    var transport = Proton.transport();
    transport.bind(Proton.connection());
    var sasl = transport.sasl();
    sasl.server();
    sasl.setMechanisms("PLAIN");
    assertThat(ProtonInput.room(transport)).isEqualTo(SASL.length);
    transport.tail().put(SASL);
    transport.process();
    assertThat(ProtonInput.room(transport)).isEqualTo(AmqpFrames.SASL_FRAME_AT_MOST);
    transport.tail().putInt(2000).putInt(0x02010000).put(new byte[300]);
    assertThatThrownBy(transport::process).isInstanceOf(TransportException.class);

    assertThat(transport.capacity()).as("Proton itself would take more").isPositive();
    assertThat(ProtonInput.room(transport)).isZero();
  }
}
