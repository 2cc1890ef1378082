package org.dossierhub.exchange.health;

import java.util.Map;

/**
 * One number an operator's monitoring draws over time. The name has the unit at its end, as
 * OpenMetrics wants it; a counter only grows while the server runs.
 */
public record Figure(
    String name, String help, boolean counter, Map<String, String> labels, double value) {

  public Figure {
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("Not the name of a figure: " + name);
    }
    labels = Map.copyOf(labels);
  }

  public static Figure gauge(String name, String help, Map<String, String> labels, double value) {
    return new Figure(name, help, false, labels, value);
  }

  public static Figure counter(String name, String help, Map<String, String> labels, double value) {
    return new Figure(name, help, true, labels, value);
  }
}
