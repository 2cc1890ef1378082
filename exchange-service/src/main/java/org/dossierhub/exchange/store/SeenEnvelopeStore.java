package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.dossierhub.exchange.protocol.SeenEnvelopes;
import org.dossierhub.signing.identity.Sha256;

/** Table {@code seen_envelope}; what is past its time is swept now and then on the way. */
@ApplicationScoped
public class SeenEnvelopeStore implements SeenEnvelopes {
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  private Database database;
  private Clock clock;
  private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.EPOCH);

  /** For the container's proxy. */
  protected SeenEnvelopeStore() {}

  @Inject
  public SeenEnvelopeStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public boolean firstTime(Sha256 envelope, Instant keepUntil) {
    sweep();
    return database.read(
        handle ->
            handle
                    .createUpdate(
                        "insert into seen_envelope (digest, keep_until) values (:digest, :until)"
                            + " on conflict do nothing")
                    .bind("digest", envelope)
                    .bind("until", keepUntil)
                    .execute()
                == 1);
  }

  private void sweep() {
    var now = clock.instant();
    var due = nextSweep.get();
    if (now.isAfter(due) && nextSweep.compareAndSet(due, now.plus(SWEEP_EVERY))) {
      database.write(
          handle ->
              handle
                  .createUpdate("delete from seen_envelope where keep_until < :now")
                  .bind("now", now)
                  .execute());
    }
  }
}
