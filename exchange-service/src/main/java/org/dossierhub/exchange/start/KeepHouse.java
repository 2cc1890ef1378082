package org.dossierhub.exchange.start;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.store.ReapPayloads;
import org.dossierhub.exchange.work.HubStarted;

/** Removes every hour what nobody wants any more; several nodes may do it at the same time. */
@ApplicationScoped
public class KeepHouse {
  private static final Logger LOG = Logger.getLogger(KeepHouse.class.getName());
  private static final int FIRST_MINUTES = 5;
  private static final int EVERY_MINUTES = 60;

  @Resource private ManagedScheduledExecutorService executor;

  private final ReapPayloads reap;
  private Future<?> rounds;

  /** For the container's proxy. */
  protected KeepHouse() {
    this(null);
  }

  @Inject
  public KeepHouse(ReapPayloads reap) {
    this.reap = reap;
  }

  void started(@Observes HubStarted started) {
    rounds =
        executor.scheduleWithFixedDelay(
            this::round, FIRST_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private void round() {
    try {
      int removed = reap.reap();
      LOG.log(removed == 0 ? Level.FINE : Level.INFO, "{0} orphan payload(s) removed", removed);
    } catch (RuntimeException e) {
      // The next round tries again; an executor would drop a task that ends with an exception.
      LOG.log(Level.WARNING, "Orphan payloads could not be removed", e);
    }
  }
}
