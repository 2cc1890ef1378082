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

/**
 * Starts everything that listens at the broker once the hub is ready, and follows the register:
 * every few seconds it starts what a new JMS agency needs and stops what nobody needs any more.
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
    for (var agency : agencies.reachedBy(Channel.JMS, clock.instant())) {
      var request = WireMessage.address(agency.code(), "request");
      var receipt = WireMessage.address(agency.code(), "receipt");
      wanted.add(request);
      wanted.add(receipt);
      loops.start(
          new Loop(request, broker, (line, loop) -> intake.answer(agency.code(), line, loop)));
      loops.start(
          new Loop(receipt, broker, (line, loop) -> receipts.take(agency.code(), line, loop)));
    }
    for (var agency : agencies.reachedBy(Channel.PULL, clock.instant())) {
      var request = WireMessage.address(agency.code(), "request");
      wanted.add(request);
      loops.start(
          new Loop(request, broker, (line, loop) -> intake.answer(agency.code(), line, loop)));
    }
    for (var name : loops.names()) {
      if (name.startsWith("agency.") && !wanted.contains(name)) {
        loops.stop(name);
      }
    }
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
