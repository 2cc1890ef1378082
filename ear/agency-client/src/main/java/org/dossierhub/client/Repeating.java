package org.dossierhub.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Asks again when there was no answer: after a pause that doubles up to a limit, of which a random
 * half is left out so that many agencies do not come at once, until patience is over.
 */
final class Repeating {
  private static final Duration LONGEST_ASKED_FOR = Duration.ofMinutes(5);

  private final Duration first;
  private final Duration longest;
  private final Duration patience;
  private final Consumer<String> told;

  /**
   * @param told gets a line before each pause
   */
  Repeating(Duration first, Duration longest, Duration patience, Consumer<String> told) {
    this.first = first;
    this.longest = longest;
    this.patience = patience;
    this.told = told;
  }

  /** One question; {@code again} says whether it was asked before. */
  interface Question<T> {
    T ask(boolean again) throws NoAnswer, Refused, NotBelieved, java.io.IOException;
  }

  /**
   * @param before whether it was asked before, in an earlier run
   * @throws NoAnswer the last one, when patience is over
   */
  <T> T untilAnswered(boolean before, Question<T> question)
      throws NoAnswer, Refused, NotBelieved, java.io.IOException {
    long end = System.nanoTime() + patience.toNanos();
    for (int asked = 0; ; asked++) {
      try {
        return question.ask(before || asked > 0);
      } catch (NoAnswer none) {
        var pause = pause(asked, none);
        if (System.nanoTime() + pause.toNanos() > end) {
          throw none;
        }
        told.accept(
            "Chưa có trả lời (%1$s), thử lại sau %2$.1f giây. / No answer (%1$s), asking again in %2$.1f s."
                .formatted(none.getMessage(), pause.toMillis() / 1000.0));
        sleep(pause, none);
      }
    }
  }

  private Duration pause(int asked, NoAnswer none) {
    long doubled = first.toMillis() << Math.min(asked, 20);
    long full = Math.min(doubled, longest.toMillis());
    long jittered = full - ThreadLocalRandom.current().nextLong(full / 2 + 1);
    long wished = Math.min(none.comeBackAfter().toMillis(), LONGEST_ASKED_FOR.toMillis());
    return Duration.ofMillis(Math.max(jittered, wished));
  }

  private static void sleep(Duration pause, NoAnswer none) throws NoAnswer {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw none;
    }
  }
}
