package org.dossierhub.exchange.store;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Several writes as one text of statements, which the driver sends with all their parameters before
 * it waits for the first answer: a round trip costs more than most inserts. Each statement keeps
 * its own plan, and an error in one of them is the error of all.
 */
final class WrittenTogether {
  /** More are sent in parts, so that the texts stay few and short: they are remembered. */
  static final int MOST = 16;

  /** Not the second half of a cast with two colons. */
  private static final Pattern NAME =
      Pattern.compile("(?<!:):([a-z]\\w*)", Pattern.CASE_INSENSITIVE);

  /** As many as there are statements in the source, times {@link #MOST}. */
  private static final Map<Placed, String> RENAMED = new ConcurrentHashMap<>();

  private WrittenTogether() {}

  /**
   * @param sql one statement with named parameters
   */
  record Write(String sql, Map<String, ?> values) {}

  private record Placed(String sql, int place) {}

  static void send(Handle handle, List<Write> writes) {
    var text = new StringJoiner("; ");
    for (int place = 0; place < writes.size(); place++) {
      text.add(
          RENAMED.computeIfAbsent(
              new Placed(writes.get(place).sql(), place), WrittenTogether::renamed));
    }
    try (var statement = handle.createUpdate(text.toString())) {
      for (int place = 0; place < writes.size(); place++) {
        for (var value : writes.get(place).values().entrySet()) {
          statement.bind(name(value.getKey(), place), value.getValue());
        }
      }
      statement.execute();
    }
  }

  /** The same name means another value in another statement. */
  private static String renamed(Placed write) {
    return NAME.matcher(write.sql()).replaceAll(found -> ":" + name(found.group(1), write.place()));
  }

  private static String name(String name, int place) {
    return name + "_" + place;
  }
}
