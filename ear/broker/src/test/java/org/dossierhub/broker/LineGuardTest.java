package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a line ends. */
class LineGuardTest {
  private final EmbeddedChannel line = new EmbeddedChannel(new LineGuard(new Places()));

  @AfterEach
  void end() {
    line.finishAndReleaseAll();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  @Test
  void what_comes_behind_a_farewell_is_read_and_dropped_for_a_while_so_that_it_arrives() {
    line.freezeTime();
    line.writeInbound(bytes("CONNECT\ncontent-length:none\n"));
    ByteBuf farewell = line.readOutbound();
    assertThat(farewell.toString(StandardCharsets.UTF_8)).startsWith("ERROR\nmessage:MALFORMED\n");
    farewell.release();

    var more = bytes("more");
    line.writeInbound(more);
    assertThat(more.refCnt()).as("read").isZero();
    assertThat((Object) line.readInbound()).as("and dropped").isNull();
    assertThat(line.isOpen()).isTrue();
    assertThat(line.write(bytes("of the broker's own")).isSuccess()).isFalse();
    line.flush();
    assertThat((Object) line.readOutbound()).as("nothing behind the farewell").isNull();

    line.advanceTimeBy(LineGuard.FAREWELL_WITHIN, TimeUnit.SECONDS);
    line.runScheduledPendingTasks();
    assertThat(line.isOpen()).isFalse();
  }

  @Test
  void a_line_to_which_nothing_can_be_said_is_closed_at_once() {
    line.writeInbound(bytes("GET / HTTP/1.1\r\n"));
    assertThat(line.isOpen()).isFalse();
  }
}
