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
import org.dossierhub.exchange.registry.CheckAgencyCertificates;
import org.dossierhub.exchange.work.HubStarted;

/**
 * Has the certificates of the agencies' systems checked every ten minutes: so long may a revoked
 * one go on unseen. Several nodes may do it at the same time.
 */
@ApplicationScoped
public class WatchCertificates {
  private static final Logger LOG = Logger.getLogger(WatchCertificates.class.getName());
  private static final int FIRST_SECONDS = 20;
  private static final int EVERY_SECONDS = 600;

  @Resource private ManagedScheduledExecutorService executor;

  private final CheckAgencyCertificates check;
  private Future<?> rounds;

  /** For the container's proxy. */
  protected WatchCertificates() {
    this(null);
  }

  @Inject
  public WatchCertificates(CheckAgencyCertificates check) {
    this.check = check;
  }

  void started(@Observes HubStarted started) {
    rounds =
        executor.scheduleWithFixedDelay(
            this::round, FIRST_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private void round() {
    try {
      int answered = check.checkAll();
      LOG.log(Level.FINE, "The issuers answered about {0} certificates of agencies", answered);
    } catch (RuntimeException e) {
      // The next round tries again; an executor would drop a task that ends with an exception.
      LOG.log(Level.WARNING, "The certificates of agencies could not be checked", e);
    }
  }
}
