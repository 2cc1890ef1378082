package org.dossierhub.system.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a drill plays follows from its seed, and what it saw is added up. */
class SumsTest {

  @TempDir Path folder;

  @Test
  void rounds_are_added_to_what_earlier_drills_have_written() throws IOException {
    var file = folder.resolve("reliability.md");
    Files.writeString(
        file, "Words.\n\n<!-- ./hub drill adds to everything below this line -->\n\n");

    new Sums(file)
        .add(
            new Blow(Blow.Part.SERVER, Blow.Point.WAITING, 5),
            1,
            new Round.Tally(1, 6, 6, 0, 2, 0));
    new Sums(file)
        .add(
            new Blow(Blow.Part.SERVER, Blow.Point.STARTING, 5),
            1,
            new Round.Tally(2, 6, 5, 1, 0, 0));
    new Sums(file)
        .add(
            new Blow(Blow.Part.BROKER, Blow.Point.FROZEN, 5), 1, new Round.Tally(1, 6, 6, 0, 0, 1));
    new Sums(file)
        .add(
            new Blow(Blow.Part.SECOND_SERVER, Blow.Point.WOKEN, 5),
            2,
            new Round.Tally(0, 0, 0, 0, 0, 0));

    assertThat(Files.readString(file))
        .startsWith("Words.\n")
        .contains("| total | 4 | 18 | 17 | 1 | 1 | 2 | 1 |")
        .contains("| server | 0 | 0 | 0 | 1 | 0 | 2 | 0 | 0 |")
        .contains("| broker | 0 | 0 | 0 | 0 | 1 | 0 | 0 | 0 |")
        .contains("| server of two | 0 | 0 | 0 | 0 | 0 | 0 | 1 | 0 |");
  }

  @Test
  void a_page_without_its_mark_is_not_written_over() throws IOException {
    var file = folder.resolve("reliability.md");
    Files.writeString(file, "Something else.");

    assertThatThrownBy(
            () ->
                new Sums(file)
                    .add(
                        new Blow(Blow.Part.SERVER, Blow.Point.WAITING, 5),
                        1,
                        new Round.Tally(1, 6, 6, 0, 2, 0)))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("Something else.");
  }

  @Test
  void a_row_written_before_there_was_a_column_is_added_to() throws IOException {
    var file = folder.resolve("reliability.md");
    Files.writeString(
        file,
        "<!-- ./hub drill adds to everything below this line -->\n\n"
            + "| total | 1 | 6 | 6 | 0 | 0 | 0 | 0 |\n| broker | 1 | 0 |\n");

    new Sums(file)
        .add(
            new Blow(Blow.Part.BROKER, Blow.Point.WAITING, 5),
            1,
            new Round.Tally(1, 6, 6, 0, 0, 0));

    assertThat(Files.readString(file)).contains("| broker | 1 | 0 | 0 | 1 | 0 | 0 | 0 | 0 |");
  }

  @Test
  void a_seed_names_the_same_rounds_each_time_and_reaches_every_point_of_every_part() {
    var reached = new HashSet<String>();
    for (int round = 0; round < 200; round++) {
      assertThat(Blow.of(7, round, 1)).isEqualTo(Blow.of(7, round, 1));
      reached.add(Blow.of(7, round, 1).part() + " " + Blow.of(7, round, 1).point());
    }

    assertThat(reached).hasSize(3 * 6);
    assertThat(Blow.of(8, 0, 1)).isNotEqualTo(Blow.of(7, 0, 1));
  }

  @Test
  void with_two_nodes_the_nodes_are_struck_and_put_to_sleep() {
    var reached = new HashSet<String>();
    for (int round = 0; round < 200; round++) {
      reached.add(Blow.of(7, round, 2).part() + " " + Blow.of(7, round, 2).point());
    }

    assertThat(reached).hasSize(2 * 8).contains("SECOND_SERVER WOKEN");
  }
}
