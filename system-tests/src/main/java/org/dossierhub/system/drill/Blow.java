package org.dossierhub.system.drill;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What is done to the hub in one round, derived from the seed and the round's number alone.
 *
 * @param part the process that is hit
 * @param point when
 * @param millis how long after that moment
 */
public record Blow(Part part, Point point, int millis) {

  /** The hub's processes, named as {@code ./hub status} names them. */
  public enum Part {
    SERVER("server"),
    BROKER("broker"),
    DATABASE("database"),
    SECOND_SERVER("server-2");

    private final String process;

    Part(String process) {
      this.process = process;
    }

    String process() {
      return process;
    }
  }

  /** The kill points (docs/reliability.md). */
  public enum Point {
    /** While the first messages of the round arrive. */
    ARRIVING(600),
    /** After a receipt was given. */
    RECEIPTED(300),
    /** After a recipient took the first message of the round. */
    DELIVERING(300),
    /** While all recipients hang, with every receipt given. */
    WAITING(500),
    /** Stopped as a machine that hangs, for twenty seconds of traffic, and killed then. */
    FROZEN(500),
    /** Killed, and once more while it starts. */
    STARTING(20_000),
    /** Stopped until others hold what it had leased, and let go on then; nothing is killed. */
    WOKEN(500),
    /** Both nodes started again in order while messages come all the time; nothing is killed. */
    ROLLED(0);

    private final int longest;

    Point(int longest) {
      this.longest = longest;
    }
  }

  /** Parts take turns, with two nodes the nodes; point and moment are chance. */
  static Blow of(long seed, int round, int nodes) {
    var chance = new SplittableRandom(seed * 1_000_003 + round);
    var parts =
        nodes == 1
            ? List.of(Part.SERVER, Part.BROKER, Part.DATABASE)
            : List.of(Part.SERVER, Part.SECOND_SERVER);
    var part = parts.get(Math.floorMod(seed + round, parts.size()));
    // one node alone would only pause
    int points = nodes == 1 ? Point.WOKEN.ordinal() : Point.values().length;
    var point = Point.values()[chance.nextInt(points)];
    return new Blow(part, point, chance.nextInt(point.longest + 1));
  }

  int kills() {
    return switch (point) {
      case STARTING -> 2;
      case WOKEN, ROLLED -> 0;
      default -> 1;
    };
  }
}
