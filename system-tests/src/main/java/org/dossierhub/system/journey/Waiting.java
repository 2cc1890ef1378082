package org.dossierhub.system.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks again until the answer is the wished one, and says what the last answer was when it never
 * is.
 */
public final class Waiting {
  private Waiting() {}

  public static <T> T until(
      String wish,
      Duration within,
      Supplier<T> question,
      Predicate<T> fulfilled,
      Function<T, ?> shown) {
    var deadline = Instant.now().plus(within);
    while (true) {
      T answer = question.get();
      if (fulfilled.test(answer)) {
        return answer;
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "Waited "
                + within.toSeconds()
                + " s in vain for "
                + wish
                + "; the last answer was: "
                + shown.apply(answer));
      }
      OwnProcess.pause();
    }
  }
}
