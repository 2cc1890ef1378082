package org.dossierhub.benchmark.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.dossierhub.system.drain.Delivered;
import org.dossierhub.system.drain.ManyAgencies.Letter;
import org.dossierhub.system.drain.ManyAgencies.Member;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainTableTest {
  private static final Instant REACHABLE = Instant.parse("2030-03-01T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "true, until a message cost no less than before",
    "false, ended by its time: each turn still cost less than the one before"
  })
  void says_how_the_warm_up_ended_and_what_was_delivered(boolean settled, String words) {
    var there = new Letter("1", "H99.01", "H99.02", "d1");
    var hangs = new Letter("2", "H99.01", "H99.03", "d2");
    var drained =
        new DrainBenchmark.Drained(
            List.of(
                new Member("H99.01", "SOAP", 1),
                new Member("H99.02", "JMS", 2),
                new Member("H99.03", "SOAP", 3)),
            "H99.03",
            2,
            new DrainBenchmark.Warming(List.of(there), settled),
            List.of(there, hangs),
            1,
            true,
            REACHABLE,
            new Delivered(Map.of("1", REACHABLE.plusSeconds(4)), 0, 0, 0, List.of()),
            Map.of("server", 8_000_000L, "recipients", 2_000_000L),
            1);

    assertThat(new DrainTable(drained).text())
        .contains("After 1 messages of the same kind had gone to 2 agencies to warm up (" + words)
        .contains("| delivered to the other 2 | **1** of 1 | all |")
        .contains("| seconds | **4** |")
        .contains("in all **10.0 ms**");
  }
}
