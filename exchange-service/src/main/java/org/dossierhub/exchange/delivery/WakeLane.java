package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * An agency that calls the hub is back: the rest of its lane ends, and one piece is tried. When
 * that one is answered, everything that waits for it goes out. An agency that calls and yet does
 * not answer gains nothing by calling more: it is heard every thirty seconds at most.
 */
@ApplicationScoped
public class WakeLane {
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final Clock clock;
  private final Map<AgencyCode, Instant> heard = new ConcurrentHashMap<>();

  /** For the container's proxy. */
  protected WakeLane() {
    this(null, null);
  }

  @Inject
  public WakeLane(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /** The agency has proved who it is. */
  public void heardFrom(AgencyCode agency) {
    var now = clock.instant();
    var before = heard.get(agency);
    if (before == null || now.isAfter(before.plus(AGAIN))) {
      heard.put(agency, now);
      outbox.endRest(WorkKind.DELIVER_MESSAGE, agency.value());
    }
  }
}
