package org.dossierhub.benchmark.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CountingTest {

  @Test
  void time_of_a_process_is_its_own_and_that_of_its_ended_children_whatever_its_name_is() {
    assertThat(
            ProcessTime.ticks("7 (a) name) S 1 7 7 0 -1 4194560 9 9 0 0 100 20 3 4 20 0 9 0 99 1"))
        .isEqualTo(127);
  }

  @Test
  void heap_in_use_is_what_lies_in_all_spaces() {
    var names = List.of("S0C", "S0U", "S1U", "EU", "OC", "OU", "MU");

    assertThat(HeapWatch.used(names, List.of("9.0", "1.0", "2.0", "3.0", "9.0", "4.5", "9.0")))
        .contains((long) (10.5 * 1024));
    assertThat(HeapWatch.used(List.of(), List.of("1.0"))).isEmpty();
  }

  @Test
  void a_sample_belongs_to_the_innermost_thing_that_has_a_name() {
    assertThat(
            HubProfile.activity(
                List.of(
                    "java.security.Signature.sign",
                    "org.dossierhub.signing.xml.SignXml.signEnveloped",
                    "org.dossierhub.exchange.intake.ReceiveDossier.accept",
                    "org.apache.cxf.phase.PhaseInterceptorChain.doIntercept")))
        .isEqualTo("the receipt and its signature");
  }

  @Test
  void a_sample_of_work_nobody_waits_for_is_kept_apart_whatever_it_does() {
    assertThat(
            HubProfile.activity(
                List.of(
                    "org.postgresql.core.v3.QueryExecutorImpl.execute",
                    "org.dossierhub.exchange.intake.JudgeDocuments.perform")))
        .startsWith("work after the receipt");
  }

  @Test
  void p99_of_a_hundred_is_the_ninety_ninth() {
    var hundred = java.util.stream.IntStream.rangeClosed(1, 100).toArray();

    assertThat(ExchangeTable.quantile(hundred, 0.99)).isEqualTo(99);
    assertThat(ExchangeTable.quantile(new int[] {5}, 0.5)).isEqualTo(5);
    assertThat(ExchangeTable.median(4, 1, 3, 2)).isEqualTo(2.5);
  }

  @Test
  void no_two_messages_have_the_same_part() {
    assertThat(Size.SMALL.part(UUID.randomUUID()))
        .hasSize(10_000)
        .isNotEqualTo(Size.SMALL.part(UUID.randomUUID()));
  }
}
