package org.dossierhub.signing.verification.pdf;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * How much work a stranger's file is worth: a number of steps and a time of the processor (a clock
 * on the wall would turn a busy server into a wrong answer). Running out is an answer, not an
 * error. Used by one thread.
 */
final class Budget {
  private static final int CLOCK_EVERY = 256;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long deadline;
  private long stepsLeft;
  private int callsUntilClock = CLOCK_EVERY;

  Budget(long steps, Duration time) {
    this.stepsLeft = steps;
    this.deadline = THREADS.getCurrentThreadCpuTime() + time.toNanos();
  }

  void spend(long steps) {
    stepsLeft -= steps;
    if (stepsLeft < 0) {
      throw new Spent("steps");
    }
    if (--callsUntilClock <= 0) {
      callsUntilClock = CLOCK_EVERY;
      if (THREADS.getCurrentThreadCpuTime() > deadline) {
        throw new Spent("time of the processor");
      }
    }
  }

  /** The budget is spent, or the file exceeds one of the fixed bounds of the reader. */
  static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1;

    Spent(String what) {
      super("More than a file is worth: " + what);
    }
  }
}
