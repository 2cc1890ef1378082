package org.dossierhub.exchange.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorrelationTest {
  private final List<String> lines = new ArrayList<>();

  private java.util.logging.Logger listened() {
    var logger = Correlation.logger(CorrelationTest.class);
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    return logger;
  }

  @Test
  @SuppressWarnings("try")
  void lines_carry_what_their_thread_is_busy_with_and_nothing_afterwards() throws Exception {
    var logger = listened();
    try (var request = Correlation.of("request", "r-1")) {
      logger.log(java.util.logging.Level.INFO, "{0} came", "Hồ sơ");
      try (var message = Correlation.of("message", "6f96\n{0}'")) {
        logger.info("received");
        var other = new Thread(() -> logger.info("other thread"));
        other.start();
        other.join();
      }
      logger.info("answered");
    }
    logger.info("idle");

    assertThat(lines)
        .containsExactly(
            "Hồ sơ came [request=r-1]",
            "received [request=r-1 message=6f960]",
            "other thread",
            "answered [request=r-1]",
            "idle");
  }

  @Test
  void every_class_of_the_hub_logs_that_way() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".java"))
                  .filter(file -> !file.endsWith("Correlation.java"))
                  .filter(CorrelationTest::logsByItself))
          .isEmpty();
    }
  }

  private static boolean logsByItself(Path file) {
    try {
      return Files.readString(file).contains("Logger.getLogger(");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
