package org.dossierhub.exchange.queue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.work.Correlation;

/**
 * One thread at the broker. It opens a connection, lets its {@link Turns} work, and opens the next
 * when that one breaks, for ever, until it is stopped (hazard F10).
 */
final class Loop implements Runnable {
  private static final Logger LOG = Correlation.logger(Loop.class);
  private static final long FIRST_PAUSE = 250;
  private static final long LONGEST_PAUSE = 5_000;

  /** What a loop does with a connection. */
  @FunctionalInterface
  interface Turns {
    /** Works until the loop is stopped; an exception gives the connection up. */
    void on(Connection connection, Loop loop) throws JMSException, InterruptedException;
  }

  private final String name;
  private final Broker broker;
  private final Turns turns;
  private volatile boolean stopped;
  private volatile boolean connected;
  private volatile long lostAt;
  private volatile boolean wasConnected;
  private volatile Connection open;

  Loop(String name, Broker broker, Turns turns) {
    this.name = name;
    this.broker = broker;
    this.turns = turns;
  }

  @Override
  public void run() {
    long pause = FIRST_PAUSE;
    boolean told = false;
    while (!stopped) {
      try (var connection = broker.open()) {
        open = connection;
        connection.start();
        connected = true;
        wasConnected = true;
        if (told) {
          LOG.info(() -> name + ": the broker is there again");
        }
        told = false;
        pause = FIRST_PAUSE;
        turns.on(connection, this);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (JMSException | RuntimeException e) {
        if (!stopped && !told) {
          told = true; // once for each interruption, not once for each try
          LOG.log(Level.WARNING, e, () -> name + ": interrupted, goes on when it can");
        }
      } finally {
        if (connected) {
          lostAt = System.nanoTime();
        }
        connected = false;
        open = null;
      }
      try {
        pause(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /** Waits so many milliseconds, or until the loop is stopped. */
  synchronized void pause(long milliseconds) throws InterruptedException {
    if (!stopped) {
      wait(milliseconds);
    }
  }

  boolean goesOn() {
    return !stopped && !Thread.currentThread().isInterrupted();
  }

  /** No connection, and none for so long; a loop that never had one is idle at once. */
  boolean isIdle(Duration patience) {
    return !connected && (!wasConnected || System.nanoTime() - lostAt >= patience.toNanos());
  }

  String name() {
    return name;
  }

  /** Asks the thread to end: a broker call in progress is broken off, work in progress is not. */
  void stop() {
    stopped = true;
    var connection = open;
    if (connection != null) {
      try {
        connection.close();
      } catch (JMSException | JMSRuntimeException e) {
        LOG.log(Level.FINE, "Closing a connection that was broken already", e);
      }
    }
    synchronized (this) {
      notifyAll();
    }
  }
}
