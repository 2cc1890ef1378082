package org.dossierhub.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntPredicate;

/**
 * The loopback ports of an installation. Chosen free the first time, written to a file, the same
 * ever after: certificates and links carry them.
 */
final class Ports {

  /** What listens, with the port tried first. */
  enum Use {
    HTTPS("server.https", 8443),
    MUTUAL("server.mutual", 8444),
    ADMIN("server.admin", 8448),
    DATABASE("database", 15432),
    BROKER("broker", 15617),
    PKI("pki", 15480);

    final String key;
    private final int first;

    Use(String key, int first) {
      this.key = key;
      this.first = first;
    }
  }

  private final Map<Use, Integer> chosen = new EnumMap<>(Use.class);
  private final Path file;

  private Ports(Path file) {
    this.file = file;
  }

  static Ports openOrChoose(Path file) throws IOException, Obstacle {
    return openOrChoose(file, Ports::isFree);
  }

  static Ports openOrChoose(Path file, IntPredicate free) throws IOException, Obstacle {
    var ports = new Ports(file);
    var kept = read(file);
    boolean added = false;
    for (var use : Use.values()) {
      var value = kept.getProperty(use.key);
      if (value == null) {
        ports.chosen.put(use, choose(use, ports.chosen, free));
        added = true;
      } else {
        ports.chosen.put(use, parse(value, use, file));
      }
    }
    if (added) {
      ports.write();
    }
    return ports;
  }

  int of(Use use) {
    return chosen.get(use);
  }

  /**
   * For a part that is about to start: somebody else's program on its port is an obstacle that
   * names the way out.
   */
  void requireFree(Use use) throws Obstacle {
    int port = of(use);
    if (!isFree(port)) {
      var way =
          use == Use.PKI
              ? "Stop that program (the certificates of this installation carry the port, so it cannot change)."
              : "Stop that program, or change the line \"%s\" in %s.".formatted(use.key, file);
      throw new Obstacle(
          "Port %d, which the hub uses for %s, is taken by another program. %s"
              .formatted(port, use.key, way));
    }
  }

  static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return true;
    } catch (IOException e) {
      return false; // that it cannot be bound is the answer
    }
  }

  private static Properties read(Path file) throws IOException {
    var kept = new Properties();
    if (Files.exists(file)) {
      try (var in = Files.newBufferedReader(file)) {
        kept.load(in);
      }
    }
    return kept;
  }

  private static int choose(Use use, Map<Use, Integer> taken, IntPredicate free) throws Obstacle {
    for (int port = use.first; port < use.first + 1000; port += 10) {
      if (!taken.containsValue(port) && free.test(port)) {
        return port;
      }
    }
    throw new Obstacle(
        "No free port found for %s between %d and %d."
            .formatted(use.key, use.first, use.first + 1000));
  }

  private static int parse(String value, Use use, Path file) throws Obstacle {
    if (!value.strip().matches("[1-9][0-9]{0,4}") || Integer.parseInt(value.strip()) > 65535) {
      throw new Obstacle(
          "\"%s\" for %s in %s is not a port. Put a number from 1 to 65535 there."
              .formatted(value, use.key, file));
    }
    return Integer.parseInt(value.strip());
  }

  private void write() throws IOException {
    var text =
        new StringBuilder("# Loopback ports of this installation, chosen at the first start\n");
    chosen.forEach((use, port) -> text.append(use.key).append('=').append(port).append('\n'));
    Files.writeString(file, text);
  }
}
