package org.dossierhub.system.drill;

import java.util.Random;

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
    SERVER,
    BROKER,
    DATABASE;

    String process() {
      return name().toLowerCase(java.util.Locale.ROOT);
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
    STARTING(20_000);

    private final int longest;

    Point(int longest) {
      this.longest = longest;
    }
  }

  /** Parts take turns; point and moment are chance. */
  static Blow of(long seed, int round) {
    var chance = new Random(seed * 1_000_003 + round);
    var part = Part.values()[Math.floorMod(seed + round, Part.values().length)];
    var point = Point.values()[chance.nextInt(Point.values().length)];
    return new Blow(part, point, chance.nextInt(point.longest + 1));
  }

  int kills() {
    return point == Point.STARTING ? 2 : 1;
  }
}
