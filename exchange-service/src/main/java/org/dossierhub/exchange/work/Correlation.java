package org.dossierhub.exchange.work;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * What a thread is busy with, for the log: every line the hub writes meanwhile ends with {@code
 * [request=… message=…]}, so that all lines about one message or request are found by one word. A
 * word is named for as long as the object is open; names within names end in their order.
 *
 * <pre>{@code
 * try (var named = Correlation.of("message", id)) { … }
 * }</pre>
 */
public final class Correlation implements AutoCloseable {
  private static final ThreadLocal<Map<String, String>> NAMED =
      ThreadLocal.withInitial(LinkedHashMap::new);
  private static final Filter ADDING = Correlation::add;
  private static final int LONGEST = 80;

  private final String name;
  private final String before;

  private Correlation(String name, String before) {
    this.name = name;
    this.before = before;
  }

  /** Letters of the value that could disturb a log are left out. */
  public static Correlation of(String name, Object value) {
    var clean = String.valueOf(value).replaceAll("[^A-Za-z0-9._:-]", "");
    var before = NAMED.get().put(name, clean.substring(0, Math.min(clean.length(), LONGEST)));
    return new Correlation(name, before);
  }

  /** The log of a class, with what its thread is busy with. */
  public static Logger logger(Class<?> type) {
    var logger = Logger.getLogger(type.getName());
    logger.setFilter(ADDING);
    return logger;
  }

  /** What is named now, for instance {@code request=4f3a message=…}; empty when nothing is. */
  public static String words() {
    return NAMED.get().entrySet().stream()
        .map(named -> named.getKey() + "=" + named.getValue())
        .collect(Collectors.joining(" "));
  }

  private static boolean add(LogRecord line) {
    var words = words();
    if (!words.isEmpty() && line.getMessage() != null) {
      line.setMessage(line.getMessage() + " [" + words + "]");
    }
    return true;
  }

  @Override
  public void close() {
    if (before == null) {
      NAMED.get().remove(name);
      if (NAMED.get().isEmpty()) {
        NAMED.remove();
      }
    } else {
      NAMED.get().put(name, before);
    }
  }
}
