package org.dossierhub.system.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dossierhub.system.drain.ManyAgencies.Letter;
import org.dossierhub.system.neighbour.Ledger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge has to find what it is there to find. */
class DeliveredTest {
  private static final Letter FIRST = new Letter("1", "S", "A", "dossier a");
  private static final Letter SECOND = new Letter("2", "S", "A", "dossier a");
  private static final Letter OTHER = new Letter("3", "S", "A", "dossier b");
  private static final Letter ELSEWHERE = new Letter("4", "S", "HANGS", "dossier c");
  private static final List<Letter> SENT = List.of(FIRST, SECOND, OTHER, ELSEWHERE);

  @TempDir Path folder;
  private Ledger ledger;

  @BeforeEach
  void a_ledger() {
    ledger = new Ledger(folder.resolve("ledger.jsonl"));
  }

  private void received(String... ids) {
    for (var id : ids) {
      ledger.write("received", Map.of("messageId", id));
    }
  }

  private Delivered judged() {
    return Delivered.of(SENT, Map.of("A", ledger));
  }

  @Test
  void everything_once_and_in_its_order_is_faultless_whoever_hangs() {
    received("3", "1", "2");

    assertThat(judged().missing()).isEmpty();
    assertThat(judged().doubled()).isZero();
    assertThat(judged().disordered()).isZero();
    assertThat(judged().at()).containsOnlyKeys("1", "2", "3");
  }

  @Test
  void what_is_not_there_is_missing() {
    received("1", "2");

    assertThat(judged().missing()).containsExactly(OTHER);
  }

  @Test
  void what_is_there_twice_or_was_sent_to_somebody_else_or_by_nobody_is_too_much() {
    received("1", "2", "3", "3", "4", "5");
    ledger.write("repeated", Map.of("messageId", "1"));

    assertThat(judged().doubled()).isEqualTo(3);
    assertThat(judged().repeated()).isEqualTo(1);
  }

  @Test
  void a_message_before_an_earlier_one_of_its_dossier_is_out_of_order() {
    received("2", "3", "1");

    assertThat(judged().disordered()).isEqualTo(1);
  }
}
