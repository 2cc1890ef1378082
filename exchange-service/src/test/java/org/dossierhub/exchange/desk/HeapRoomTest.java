package org.dossierhub.exchange.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapRoomTest {
  private static final long MEGABYTE = 1024 * 1024;

  @Test
  void the_largest_result_follows_the_heap_up_to_200_megabytes() {
    assertThat(new HeapRoom(768 * MEGABYTE).largest()).isEqualTo(51 * MEGABYTE);
    assertThat(new HeapRoom(4096 * MEGABYTE).largest()).isEqualTo(200 * MEGABYTE);
    assertThat(new HeapRoom(1 * MEGABYTE).largest()).isEqualTo(1 * MEGABYTE);
    assertThatThrownBy(() -> new HeapRoom(768 * MEGABYTE).needFits(52 * MEGABYTE))
        .hasMessageContaining("TOO_LARGE");
  }

  @Test
  void the_description_of_the_rest_api_names_the_same_limit() throws Exception {
    long most = new HeapRoom(1L << 40).largest();

    assertThat(Files.readString(Path.of("../docs/protocol/openapi.yaml")))
        .contains("maxLength: " + most + "\n");
  }

  @Test
  void two_that_do_not_fit_together_go_one_after_the_other() throws Exception {
    var room = new HeapRoom(768 * MEGABYTE);
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var ready = new CountDownLatch(2);
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (int i = 0; i < 2; i++) {
        threads.submit(
            () -> {
              ready.countDown();
              ready.await();
              return room.holding(
                  40 * MEGABYTE,
                  () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    return inside.decrementAndGet();
                  });
            });
      }
    } finally {
      threads.shutdown();
    }
    assertThat(threads.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(most).hasValue(1);
  }
}
