package org.dossierhub.exchange.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;

/** Whether everything that should listen at the broker does (hazards F10, F30). */
@ApplicationScoped
public class BrokerHealth implements HealthCheck {
  private Loops loops;

  /** For the container's proxy. */
  protected BrokerHealth() {}

  @Inject
  BrokerHealth(Loops loops) {
    this.loops = loops;
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Health.Part check() {
    var all = loops.names().size();
    var idle = loops.idle();
    if (all == 0) {
      return Health.Part.down(name(), "Nothing listens at the broker yet.");
    }
    return idle.isEmpty()
        ? Health.Part.up(name(), all + " listeners are connected.")
        : Health.Part.down(
            name(), idle.size() + " of " + all + " listeners have no connection to the broker.");
  }
}
