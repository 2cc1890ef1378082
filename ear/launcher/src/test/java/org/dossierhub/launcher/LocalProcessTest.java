package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalProcessTest {

  @TempDir Path folder;

  @AfterEach
  void stop() throws Exception {
    process().stop("KILL", Duration.ofSeconds(5));
  }

  @Test
  void is_found_again_by_a_later_command_with_the_version_it_was_started_with() throws Exception {
    var started = start("sleep", "60");

    assertThat(process().find()).contains(started);
    assertThat(started.version()).isEqualTo("v1");
    assertThat(started.residentMiB()).isGreaterThanOrEqualTo(0);
  }

  @Test
  void is_not_found_after_kill_9() throws Exception {
    var started = start("sleep", "60");

    started.signal("KILL");

    assertThat(started.waitUntilGone(Duration.ofSeconds(5))).isTrue();
    assertThat(process().find()).isEmpty();
  }

  @Test
  void a_number_that_belongs_to_somebody_else_now_is_not_ours_and_is_not_stopped()
      throws Exception {
    start("sleep", "60");
    var file = folder.resolve("part.pid");
    var text = Files.readString(file);
    process().stop("KILL", Duration.ofSeconds(5));
    long foreign = ProcessHandle.current().pid();
    Files.writeString(file, text.replaceFirst("pid=\\d+", "pid=" + foreign));

    assertThat(process().find()).isEmpty();
    process().stop("KILL", Duration.ofSeconds(1));

    assertThat(file).doesNotExist();
  }

  @Test
  void a_number_from_before_a_reboot_is_not_ours() throws Exception {
    start("sleep", "60");
    var file = folder.resolve("part.pid");
    var text = Files.readString(file);

    Files.writeString(file, text.replaceFirst("boot=.*", "boot=another"));
    assertThat(process().find()).isEmpty();

    Files.writeString(file, text);
    assertThat(process().find()).isPresent();
  }

  @Test
  void a_pid_file_cut_short_is_as_good_as_none() throws Exception {
    Files.writeString(folder.resolve("part.pid"), "pid=");

    assertThat(process().find()).isEmpty();
  }

  @Test
  void one_that_does_not_listen_is_ended_by_force() throws Exception {
    var started = start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
    var log = folder.resolve("log");
    while (Files.size(log) == 0) {
      Thread.sleep(20);
    }

    process().stop("TERM", Duration.ofMillis(300));

    assertThat(started.alive()).isFalse();
  }

  @Test
  void gets_no_settings_but_those_it_is_given() throws Exception {
    process()
        .start(
            List.of("/usr/bin/env"),
            Map.of("HUB_CODE", "H99.00"),
            folder,
            folder.resolve("log"),
            Optional.empty(),
            "v1")
        .waitUntilGone(Duration.ofSeconds(5));

    assertThat(Files.readString(folder.resolve("log"))).contains("HUB_CODE=H99.00");
  }

  private LocalProcess process() {
    return new LocalProcess("part", folder);
  }

  private LocalProcess.Running start(String... command) throws Exception {
    return process()
        .start(List.of(command), Map.of(), folder, folder.resolve("log"), Optional.empty(), "v1");
  }
}
