package org.dossierhub.exchange.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;

/** Whether everything that should listen at the broker does (hazards F10, F30). */
@ApplicationScoped
public class BrokerHealth implements HealthCheck {
  /** A connection that breaks is opened again in seconds; only what lasts is told. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Loops loops;
  private Duration patience;

  /** For the container's proxy. */
  protected BrokerHealth() {}

  @Inject
  BrokerHealth(Loops loops) {
    this(loops, PATIENCE);
  }

  BrokerHealth(Loops loops, Duration patience) {
    this.loops = loops;
    this.patience = patience;
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public boolean isNeededToAnswer() {
    return false;
  }

  @Override
  public Health.Part check() {
    var all = loops.names().size();
    var idle = loops.idle(patience);
    if (all == 0) {
      return Health.Part.down(name(), "Nothing listens at the broker yet.");
    }
    return idle.isEmpty()
        ? Health.Part.up(name(), all + " listeners are connected.")
        : Health.Part.down(
            name(), idle.size() + " of " + all + " listeners have no connection to the broker.");
  }
}
