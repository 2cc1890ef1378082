package org.dossierhub.system.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
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
        .add(new Blow(Blow.Part.SERVER, Blow.Point.WAITING, 5), new Round.Tally(1, 6, 6, 0, 2, 0));
    new Sums(file)
        .add(new Blow(Blow.Part.SERVER, Blow.Point.STARTING, 5), new Round.Tally(2, 6, 5, 1, 0, 0));
    new Sums(file)
        .add(new Blow(Blow.Part.BROKER, Blow.Point.FROZEN, 5), new Round.Tally(1, 6, 6, 0, 0, 1));

    assertThat(Files.readString(file))
        .startsWith("Words.\n")
        .contains("| total | 4 | 18 | 17 | 1 | 1 | 2 | 1 |")
        .contains("| server | 0 | 0 | 0 | 1 | 0 | 2 |")
        .contains("| broker | 0 | 0 | 0 | 0 | 1 | 0 |");
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
                        new Round.Tally(1, 6, 6, 0, 2, 0)))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("Something else.");
  }

  @Test
  void a_seed_names_the_same_rounds_each_time_and_reaches_every_point_of_every_part() {
    var reached = new HashSet<String>();
    for (int round = 0; round < 200; round++) {
      assertThat(Blow.of(7, round)).isEqualTo(Blow.of(7, round));
      reached.add(Blow.of(7, round).part() + " " + Blow.of(7, round).point());
    }

    assertThat(reached)
        .hasSize(EnumSet.allOf(Blow.Part.class).size() * EnumSet.allOf(Blow.Point.class).size());
    assertThat(Blow.of(8, 0)).isNotEqualTo(Blow.of(7, 0));
  }
}
