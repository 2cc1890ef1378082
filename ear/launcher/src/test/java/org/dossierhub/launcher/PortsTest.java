package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.dossierhub.launcher.Ports.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

  @TempDir Path folder;

  @Test
  void takes_the_next_free_set_when_one_of_its_ports_is_taken() throws Exception {
    int usual = Ports.openOrChoose(folder.resolve("ports"), port -> true).of(Use.HTTPS);
    Files.delete(folder.resolve("ports"));

    var ports = Ports.openOrChoose(folder.resolve("ports"), port -> port != usual + 3);

    assertThat(ports.of(Use.HTTPS)).isNotEqualTo(usual);
    assertThat(Arrays.stream(Use.values()).map(ports::of))
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 20_000 && port < 30_000);
  }

  @Test
  void keeps_the_ports_even_when_they_are_taken_later() throws Exception {
    var first = Ports.openOrChoose(folder.resolve("ports"), port -> true);

    var later = Ports.openOrChoose(folder.resolve("ports"), port -> false);

    assertThat(later.of(Use.HTTPS)).isEqualTo(first.of(Use.HTTPS));
  }

  @Test
  void a_file_of_before_there_was_a_second_node_gets_its_ports() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("ports"),
            "server.https=20010\nserver.mutual=20011\nserver.admin=20012\ndatabase=20013\nbroker=20014\npki=20015\n");

    assertThat(Ports.openOrChoose(file, port -> true).of(Use.MUTUAL_2)).isEqualTo(20_017);

    assertThat(file).content().contains("server-2.mutual=20017", "pki=20015");
  }

  @Test
  void two_folders_begin_their_search_at_different_places() throws Exception {
    Files.createDirectories(folder.resolve("a"));
    Files.createDirectories(folder.resolve("b"));

    assertThat(Ports.openOrChoose(folder.resolve("a/ports"), port -> true).of(Use.HTTPS))
        .isNotEqualTo(Ports.openOrChoose(folder.resolve("b/ports"), port -> true).of(Use.HTTPS));
  }

  @Test
  void without_free_ports_the_file_is_named() {
    assertThatThrownBy(() -> Ports.openOrChoose(folder.resolve("ports"), port -> false))
        .isInstanceOf(Obstacle.class)
        .hasMessageContaining(folder.resolve("ports").toString());
  }

  @Test
  void a_wrong_line_in_the_file_is_named() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("ports"),
            "server.https=1\nserver.mutual=2\nserver.admin=3\ndatabase=eighty\nbroker=4\npki=5\n");

    assertThatThrownBy(() -> Ports.openOrChoose(file, port -> true))
        .isInstanceOf(Obstacle.class)
        .hasMessageContaining("\"eighty\" for database")
        .hasMessageContaining(file.toString());
  }

  @Test
  void a_taken_port_is_named_with_the_way_out() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var file =
          Files.writeString(
              folder.resolve("ports"),
              "server.https=1\nserver.mutual=2\nserver.admin=3\nbroker=4\npki=5\ndatabase="
                  + other.getLocalPort()
                  + "\n");
      var ports = Ports.openOrChoose(file, port -> true);

      assertThatThrownBy(() -> ports.requireFree(Use.DATABASE))
          .isInstanceOf(Obstacle.class)
          .hasMessage(
              "Port %d, which the hub uses for database, is taken by another program. Stop that program, or change the line \"database\" in %s.",
              other.getLocalPort(), file);
    }
  }
}
