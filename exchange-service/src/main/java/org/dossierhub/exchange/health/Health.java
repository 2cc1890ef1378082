package org.dossierhub.exchange.health;

import java.time.Instant;
import java.util.List;

/** The answer of all checks at one moment; ready only when every part is. */
public record Health(Instant at, List<Part> parts) {

  public Health {
    parts = List.copyOf(parts);
  }

  public boolean ready() {
    return parts.stream().allMatch(Part::ready);
  }

  /**
   * What one check found.
   *
   * @param detail one English sentence for an operator; shown without sign-in, so it names no
   *     secret, user or path
   */
  public record Part(String name, boolean ready, String detail) {

    public static Part up(String name, String detail) {
      return new Part(name, true, detail);
    }

    public static Part down(String name, String detail) {
      return new Part(name, false, detail);
    }
  }
}
