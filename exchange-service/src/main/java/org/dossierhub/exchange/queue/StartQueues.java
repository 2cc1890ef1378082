package org.dossierhub.exchange.queue;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.util.HashSet;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.registry.AgencyCertificatesChanged;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.HubStarted;
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

  /** Seconds between two looks at the register. */
  private static final long ROUND = 5;

  /** Milliseconds between two questions whether the broker is there. */
  private static final long SIGN_OF_LIFE = 1_000;

  @Resource private ManagedScheduledExecutorService scheduler;
  private Broker broker;
  private Loops loops;
  private JmsIntake intake;
  private JmsReceipts receipts;
  private Agencies agencies;
  private Clock clock;
  private ScheduledFuture<?> rounds;

  /** For the container's proxy. */
  protected StartQueues() {}

  @Inject
  StartQueues(
      Broker broker,
      Loops loops,
      JmsIntake intake,
      JmsReceipts receipts,
      Agencies agencies,
      Clock clock) {
    this.broker = broker;
    this.loops = loops;
    this.intake = intake;
    this.receipts = receipts;
    this.agencies = agencies;
    this.clock = clock;
  }

  void started(@Observes HubStarted event) {
    watchBroker();
    rounds = scheduler.scheduleWithFixedDelay(this::round, 0, ROUND, TimeUnit.SECONDS);
  }

  void registerChanged(@Observes AgencyCertificatesChanged event) {
    followRegister();
  }

  /** So that health knows of a broker that is away also in a hub without agencies. */
  void watchBroker() {
    loops.start(new Loop("watch", broker, StartQueues::watch));
  }

  private static void watch(Connection connection, Loop loop)
      throws JMSException, InterruptedException {
    try (var session = connection.createSession()) {
      while (loop.goesOn()) {
        AgencyQueue.depth(session, AgencyQueue.DEAD);
        loop.pause(SIGN_OF_LIFE);
      }
    }
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
  }
}
