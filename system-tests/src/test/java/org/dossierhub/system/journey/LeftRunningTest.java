package org.dossierhub.system.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftRunningTest {
  @TempDir Path folder;
  private Path file;
  private Process process;

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("left-running");
    process = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void end() {
    process.destroyForcibly();
  }

  @Test
  void what_was_left_running_is_stopped_by_a_later_program_and_forgotten() throws Exception {
    new LeftRunning(file).remember(List.of(process.toHandle()));

    new LeftRunning(file).stop();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void the_mark_of_a_process_is_not_told_by_the_clock_of_the_day() throws Exception {
    new LeftRunning(file).remember(List.of(process.toHandle()));

    var year = String.valueOf(process.info().startInstant().orElseThrow()).substring(0, 4);
    assertThat(Files.readString(file)).doesNotContain(" " + year + "-");
    assertThat(Files.readString(file)).matches("\\d+ [0-9a-f-]{36} \\d+\\n");
  }

  @Test
  void a_process_that_got_the_number_since_is_left_alone() throws Exception {
    new LeftRunning(file).remember(List.of(process.toHandle()));
    var words = Files.readString(file).strip().split(" ");
    var earlier = String.valueOf(Long.parseLong(words[2]) - 1);
    Files.writeString(file, words[0] + " " + words[1] + " " + earlier + "\n");

    new LeftRunning(file).stop();

    assertThat(process.isAlive()).isTrue();
    assertThat(file).doesNotExist();
  }

  @Test
  void what_has_ended_meanwhile_is_only_forgotten() throws Exception {
    new LeftRunning(file).remember(List.of(process.toHandle()));
    process.destroyForcibly().waitFor();

    new LeftRunning(file).stop();

    assertThat(file).doesNotExist();
  }
}
