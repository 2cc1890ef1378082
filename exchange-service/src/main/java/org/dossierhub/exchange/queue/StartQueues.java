package org.dossierhub.exchange.queue;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.registry.AgencyCertificatesChanged;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Starts everything that listens at the broker once the hub is ready, and follows the register:
 * every few seconds it starts what a new agency needs and stops what nobody needs any more.
 *
 * <p>The requests of every open agency are listened to, whatever way it is reached by: who has a
 * broker user is known to the broker alone, and a request nobody listens to would never be
 * answered. That costs each node one thread and one connection for each open agency, idle for the
 * most part, and one of each more for the receipts of an agency reached by JMS; the broker has room
 * for 4 000 connections.
 */
@ApplicationScoped
class StartQueues {
  private static final Logger LOG = Correlation.logger(StartQueues.class);

  /** Threads for each kind; deliveries mostly wait for others, verdicts mostly compute. */
  private static final Map<WorkKind, Integer> LANES =
      Map.of(
          WorkKind.DELIVER_MESSAGE, 12,
          WorkKind.TELL_WITHDRAWAL, 1,
          WorkKind.JUDGE_DOCUMENTS, 2,
          WorkKind.TIMESTAMP_RESULT, 4,
          WorkKind.SYNCHRONISE_PORTAL, 2);

  /** Seconds between two looks at the register, and between two signs of life for what is held. */
  private static final long ROUND = 5;

  @Resource private ManagedScheduledExecutorService scheduler;
  private Broker broker;
  private Loops loops;
  private RelayOutbox relay;
  private WorkConsumer work;
  private JmsIntake intake;
  private JmsReceipts receipts;
  private Agencies agencies;
  private Clock clock;
  private ScheduledFuture<?> rounds;
  private ScheduledFuture<?> renewals;

  /** For the container's proxy. */
  protected StartQueues() {}

  @Inject
  StartQueues(
      Broker broker,
      Loops loops,
      RelayOutbox relay,
      WorkConsumer work,
      JmsIntake intake,
      JmsReceipts receipts,
      Agencies agencies,
      Clock clock) {
    this.broker = broker;
    this.loops = loops;
    this.relay = relay;
    this.work = work;
    this.intake = intake;
    this.receipts = receipts;
    this.agencies = agencies;
    this.clock = clock;
  }

  void started(@Observes HubStarted event) {
    startOwn();
    // Apart from each other: a slow register must not let the leases run out.
    renewals = scheduler.scheduleWithFixedDelay(work::renewLeases, ROUND, ROUND, TimeUnit.SECONDS);
    rounds = scheduler.scheduleWithFixedDelay(this::round, 0, ROUND, TimeUnit.SECONDS);
  }

  void registerChanged(@Observes AgencyCertificatesChanged event) {
    followRegister();
  }

  void startOwn() {
    loops.start(new Loop("relay", broker, relay::relay));
    LANES.forEach(
        (kind, lanes) -> {
          if (!work.does(kind)) {
            LOG.warning(() -> "Nobody does " + kind + ", it stays in the outbox");
            return;
          }
          for (int lane = 1; lane <= lanes; lane++) {
            loops.start(
                new Loop(
                    WorkMessage.address(kind) + "-" + lane,
                    broker,
                    (connection, loop) -> work.consume(kind, connection, loop)));
          }
        });
  }

  /** Public to the tests: the register as it is now decides which agency queues are listened at. */
  synchronized void followRegister() {
    var wanted = new HashSet<String>();
    var now = clock.instant();
    for (var agency : agencies.all()) {
      if (!agency.openAt(now)) {
        continue;
      }
      var code = agency.code();
      wanted.add(listen(code, "request", (line, loop) -> intake.answer(code, line, loop)));
      if (agency.channel() == Channel.JMS) {
        wanted.add(listen(code, "receipt", (line, loop) -> receipts.take(code, line, loop)));
      }
    }
    for (var name : loops.names()) {
      if (name.startsWith("agency.") && !wanted.contains(name)) {
        loops.stop(name);
      }
    }
  }

  /** The name of the loop that listens there, be it a new one or one that does already. */
  private String listen(AgencyCode agency, String leaf, Loop.Turns turns) {
    var address = WireMessage.address(agency, leaf);
    loops.start(new Loop(address, broker, turns));
    return address;
  }

  private void round() {
    try {
      followRegister();
    } catch (RuntimeException e) {
      // An exception would end the rounds for good; the database comes back.
      LOG.log(Level.WARNING, "This round of the queues was left out", e);
    }
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(false);
    }
    loops.stopAll();
    if (renewals != null) {
      renewals.cancel(false);
    }
  }
}
