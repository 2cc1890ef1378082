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
import java.util.stream.IntStream;

/**
 * The loopback ports of an installation: neighbours, found free the first time, written to a file,
 * the same ever after, since certificates and links carry them. Where the search begins depends on
 * the installation's folder, so that two installations of which only one runs do not choose the
 * same.
 */
final class Ports {

  private static final int LOWEST =
      20_000; // above what servers usually take, below what systems hand out for outgoing
  // connections
  private static final int SETS = 1_000;
  private static final int SET = 10;

  /** What listens, by its place in the set. */
  enum Use {
    HTTPS("server.https"),
    MUTUAL("server.mutual"),
    ADMIN("server.admin"),
    DATABASE("database"),
    BROKER("broker"),
    PKI("pki"),
    HTTPS_2("server-2.https"),
    MUTUAL_2("server-2.mutual"),
    ADMIN_2("server-2.admin");

    final String key;

    Use(String key) {
      this.key = key;
    }

    boolean isOfSecondNode() {
      return compareTo(HTTPS_2) >= 0;
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
    if (!Files.exists(file)) {
      ports.choose(free);
      ports.write();
      return ports;
    }
    var kept = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      kept.load(in);
    }
    for (var use : Use.values()) {
      var value = kept.getProperty(use.key, use.isOfSecondNode() ? beside(kept, use) : "");
      ports.chosen.put(use, parse(value, use, file));
    }
    if (kept.size() < Use.values().length) {
      ports.write();
    }
    return ports;
  }

  /** Files of installations that never had a second node do not name its ports. */
  private static String beside(Properties kept, Use use) {
    var first = kept.getProperty(Use.HTTPS.key, "");
    return first.matches("[0-9]{1,5}")
        ? String.valueOf(Integer.parseInt(first) + use.ordinal())
        : first;
  }

  private void choose(IntPredicate free) throws Obstacle {
    int start = Math.floorMod(file.toAbsolutePath().normalize().toString().hashCode(), SETS);
    for (int tried = 0; tried < SETS; tried++) {
      int first = LOWEST + (start + tried) % SETS * SET;
      if (IntStream.range(first, first + Use.values().length).allMatch(free)) {
        for (var use : Use.values()) {
          chosen.put(use, first + use.ordinal());
        }
        return;
      }
    }
    throw new Obstacle(
        "No %d neighbouring free ports between %d and %d. Write ports of your own into %s."
            .formatted(Use.values().length, LOWEST, LOWEST + SETS * SET, file));
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
