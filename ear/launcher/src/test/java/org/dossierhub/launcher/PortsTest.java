package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dossierhub.launcher.Ports.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

  @TempDir Path folder;

  @Test
  void takes_the_next_port_when_the_usual_one_is_taken() throws Exception {
    var ports = Ports.openOrChoose(folder.resolve("ports"), port -> port != 8443);

    assertThat(ports.of(Use.HTTPS)).isEqualTo(8453);
    assertThat(ports.of(Use.MUTUAL)).isEqualTo(8444);
  }

  @Test
  void keeps_the_ports_even_when_others_would_be_free_later() throws Exception {
    Ports.openOrChoose(folder.resolve("ports"), port -> port != 8443);

    var later = Ports.openOrChoose(folder.resolve("ports"), port -> true);

    assertThat(later.of(Use.HTTPS)).isEqualTo(8453);
  }

  @Test
  void gives_no_port_twice() throws Exception {
    var ports = Ports.openOrChoose(folder.resolve("ports"), port -> true);

    assertThat(java.util.Arrays.stream(Use.values()).map(ports::of).distinct())
        .hasSameSizeAs(Use.values());
  }

  @Test
  void a_wrong_line_in_the_file_is_named() throws Exception {
    var file = Files.writeString(folder.resolve("ports"), "database=eighty\n");

    assertThatThrownBy(() -> Ports.openOrChoose(file, port -> true))
        .isInstanceOf(Obstacle.class)
        .hasMessageContaining("\"eighty\" for database")
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_taken_port_is_named_with_the_way_out() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var file =
          Files.writeString(folder.resolve("ports"), "database=" + other.getLocalPort() + "\n");
      var ports = Ports.openOrChoose(file, port -> true);

      assertThatThrownBy(() -> ports.requireFree(Use.DATABASE))
          .isInstanceOf(Obstacle.class)
          .hasMessage(
              "Port %d, which the hub uses for database, is taken by another program. Stop that program, or change the line \"database\" in %s.",
              other.getLocalPort(), file);
    }
  }
}
