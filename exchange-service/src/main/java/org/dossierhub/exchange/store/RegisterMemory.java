package org.dossierhub.exchange.store;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Answers from the register, remembered as long as its version stays the same. What a transaction
 * reads of its own changes is remembered under a version that nobody else meets before it commits,
 * and nobody ever when it does not.
 */
final class RegisterMemory {
  /** Answers; then it begins anew. */
  private static final int MOST = 10_000;

  private volatile Answers answers = new Answers(null, Map.of());

  private record Answers(UUID version, Map<Object, Object> known) {}

  /**
   * @param question equal to another only when the answers have to be equal
   * @param ask the database; never answers with null
   */
  @SuppressWarnings("unchecked") // equal questions have answers of one type
  <T> T answer(UUID version, Object question, Supplier<T> ask) {
    var now = answers;
    if (!version.equals(now.version()) || now.known().size() >= MOST) {
      now = new Answers(version, new ConcurrentHashMap<>());
      answers = now;
    }
    var known = now.known().get(question);
    if (known != null) {
      return (T) known;
    }
    var asked = ask.get();
    now.known().put(question, asked);
    return asked;
  }
}
