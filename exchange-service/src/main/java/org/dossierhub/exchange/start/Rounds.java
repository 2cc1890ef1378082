package org.dossierhub.exchange.start;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.evidence.SignEvidence;
import org.dossierhub.exchange.evidence.StampEvidence;
import org.dossierhub.exchange.registry.CheckAgencyCertificates;
import org.dossierhub.exchange.staff.RememberBrowser;
import org.dossierhub.exchange.store.AnchorAuditLog;
import org.dossierhub.exchange.store.DatabaseHistory;
import org.dossierhub.exchange.store.ReapPayloads;
import org.dossierhub.exchange.store.SealAuditLog;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;

/**
 * What the hub does again and again by itself, beside the queues. Several nodes may do it at the
 * same time.
 */
@ApplicationScoped
public class Rounds {
  private static final Logger LOG = Correlation.logger(Rounds.class);

  @Resource private ManagedScheduledExecutorService executor;

  private final DatabaseHistory history;
  private final ReapPayloads reap;
  private final CheckAgencyCertificates check;
  private final SealAuditLog seal;
  private final AnchorAuditLog anchor;
  private final SignEvidence sign;
  private final StampEvidence stamp;
  private final RememberBrowser browsers;
  private final List<Future<?>> rounds = new ArrayList<>();

  /** For the container's proxy. */
  protected Rounds() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public Rounds(
      DatabaseHistory history,
      ReapPayloads reap,
      CheckAgencyCertificates check,
      SealAuditLog seal,
      AnchorAuditLog anchor,
      SignEvidence sign,
      StampEvidence stamp,
      RememberBrowser browsers) {
    this.history = history;
    this.reap = reap;
    this.check = check;
    this.seal = seal;
    this.anchor = anchor;
    this.sign = sign;
    this.stamp = stamp;
    this.browsers = browsers;
  }

  void started(@Observes HubStarted started) {
    // so much may a database that comes from a backup lack without being recognised
    every(
        Duration.ofSeconds(5), Duration.ZERO, "end of the database remembered", history::remember);
    every(Duration.ofHours(1), Duration.ofMinutes(5), "orphan payloads removed", reap::reap);
    // so long may a revoked certificate of an agency go on unseen
    every(
        Duration.ofMinutes(10),
        Duration.ofSeconds(20),
        "certificates of agencies about which the issuers answered",
        check::checkAll);
    every(Duration.ofSeconds(5), Duration.ofSeconds(5), "audit entries sealed", seal::seal);
    // so much of the log could still be written anew by who owns the database
    every(
        Duration.ofMinutes(10),
        Duration.ofMinutes(1),
        "place of the audit log time-stamped",
        () -> anchor.anchor().orElse(0L));
    every(Duration.ofSeconds(2), Duration.ofSeconds(6), "evidences signed", sign::sign);
    every(Duration.ofMinutes(10), Duration.ofMinutes(2), "evidences time-stamped", stamp::stamp);
    every(Duration.ofMinutes(10), Duration.ofMinutes(3), "sessions ended", browsers::forgetEnded);
  }

  private void every(Duration pause, Duration first, String what, Supplier<Number> work) {
    rounds.add(
        executor.scheduleWithFixedDelay(
            () -> round(what, work), first.toSeconds(), pause.toSeconds(), TimeUnit.SECONDS));
  }

  private static void round(String what, Supplier<Number> work) {
    try {
      LOG.log(Level.FINE, "{0}: {1}", new Object[] {what, work.get()});
    } catch (RuntimeException e) {
      // The next round tries again; an executor would drop a task that ends with an exception.
      LOG.log(Level.WARNING, e, () -> "Not done, tried again in the next round: " + what);
    }
  }

  @PreDestroy
  void stop() {
    rounds.forEach(round -> round.cancel(false));
  }
}
