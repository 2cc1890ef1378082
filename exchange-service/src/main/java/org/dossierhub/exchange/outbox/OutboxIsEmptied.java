package org.dossierhub.exchange.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.dossierhub.exchange.health.Health;
import org.dossierhub.exchange.health.HealthCheck;

/** Whether this node still looks for work (hazard F30). */
@ApplicationScoped
public class OutboxIsEmptied implements HealthCheck {
  /** A look takes milliseconds, with the database away some seconds; only what lasts is told. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private EmptyOutbox emptyOutbox;
  private Duration patience;

  /** For the container's proxy. */
  protected OutboxIsEmptied() {}

  @Inject
  OutboxIsEmptied(EmptyOutbox emptyOutbox) {
    this(emptyOutbox, PATIENCE);
  }

  OutboxIsEmptied(EmptyOutbox emptyOutbox, Duration patience) {
    this.emptyOutbox = emptyOutbox;
    this.patience = patience;
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public boolean isNeededToAnswer() {
    return false;
  }

  @Override
  public Health.Part check() {
    return emptyOutbox.hasLookedWithin(patience)
        ? Health.Part.up(name(), "Work that is due is taken in hand.")
        : Health.Part.down(
            name(), "Nobody has looked for work for " + patience.toSeconds() + " s here.");
  }
}
