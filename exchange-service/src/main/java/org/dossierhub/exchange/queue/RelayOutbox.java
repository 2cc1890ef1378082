package org.dossierhub.exchange.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;

/**
 * Brings claimed work from the outbox to the work queues. The claim is committed before anything is
 * sent; what is claimed and not finished, wherever it got lost, is claimed again when its lease
 * ends. No more is claimed than the queues hold room for, so that no lease runs out in a queue.
 */
@ApplicationScoped
class RelayOutbox {
  /** How long a claim may wait in its queue until somebody takes it in hand. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /** Messages of one kind that may wait in its queue, for all nodes together. */
  private static final long ROOM = 32;

  /** Milliseconds between two looks into an outbox that had nothing. */
  private static final long PAUSE = 200;

  /**
   * Milliseconds after which there may be as much again as was found, so that nobody looks for each
   * piece alone.
   */
  private static final long BREATH = 20;

  private Outbox outbox;

  /** For the container's proxy. */
  protected RelayOutbox() {}

  @Inject
  RelayOutbox(Outbox outbox) {
    this.outbox = outbox;
  }

  void relay(Connection connection, Loop loop) throws JMSException, InterruptedException {
    try (var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      while (loop.goesOn()) {
        loop.pause(relayOnce(session) == 0 ? PAUSE : BREATH);
      }
    }
  }

  int relayOnce(Session session) throws JMSException {
    int sent = 0;
    for (var kind : outbox.due()) {
      long room = ROOM - AgencyQueue.depth(session, WorkMessage.address(kind));
      if (room > 0) {
        sent += relay(session, kind, (int) room);
      }
    }
    return sent;
  }

  private int relay(Session session, WorkKind kind, int room) throws JMSException {
    var claimed = outbox.claim(kind, room, LEASE);
    if (!claimed.isEmpty()) {
      try (var producer = session.createProducer(session.createQueue(WorkMessage.address(kind)))) {
        producer.setDeliveryMode(DeliveryMode.PERSISTENT);
        for (var work : claimed) {
          producer.send(WorkMessage.write(session, work));
        }
      }
    }
    return claimed.size();
  }
}
