package org.dossierhub.exchange.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NotSlowerTest {
  private static final long SECOND = 1_000_000_000L;
  private final AtomicLong now = new AtomicLong();

  @Test
  void who_sends_drop_by_drop_is_cut_off_after_his_patience() throws Exception {
    var drops = stream(new byte[1000]);
    for (int i = 0; i < NotSlower.PATIENCE.toSeconds(); i++) {
      now.addAndGet(SECOND);
      assertThat(drops.read()).isZero();
    }

    now.addAndGet(SECOND);
    assertThatThrownBy(drops::read).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void who_keeps_the_pace_may_take_his_time_and_the_end_may_come_late() throws Exception {
    int seconds = 60;
    var steady = stream(new byte[(int) (seconds * NotSlower.BYTES_A_SECOND)]);
    for (int i = 0; i < seconds; i++) {
      now.addAndGet(SECOND);
      assertThat(steady.readNBytes((int) NotSlower.BYTES_A_SECOND)).isNotEmpty();
    }

    now.addAndGet(100 * SECOND);
    assertThat(steady.read()).isEqualTo(-1);
  }

  private InputStream stream(byte[] bytes) {
    return new NotSlower(
        new ByteArrayInputStream(bytes), () -> new IllegalStateException("slow"), now::get);
  }
}
