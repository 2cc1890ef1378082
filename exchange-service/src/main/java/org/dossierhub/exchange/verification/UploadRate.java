package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets one network address have 60 files checked in 5 minutes on this node, over pages and REST
 * together. Remembers at most 10 000 addresses, the newest; it protects the machine, not a secret.
 */
@ApplicationScoped
public class UploadRate {
  private static final int ALLOWED = 60;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int REMEMBERED = 10_000;

  private record Count(Instant since, int uploads) {}

  private final Map<String, Count> byAddress =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > REMEMBERED;
        }
      };

  private Clock clock;

  /** For the container. */
  protected UploadRate() {}

  @Inject
  public UploadRate(Clock clock) {
    this.clock = clock;
  }

  /** Refuses with {@code TOO_OFTEN} what is more than that. */
  public void take(String address) throws UploadRefused {
    if (!allows(address)) {
      throw UploadRefused.tooOften();
    }
  }

  private synchronized boolean allows(String address) {
    var now = clock.instant();
    var count =
        byAddress.merge(
            address,
            new Count(now, 1),
            (old, one) ->
                old.since().plus(WINDOW).isBefore(now)
                    ? one
                    : new Count(old.since(), old.uploads() + 1));
    return count.uploads() <= ALLOWED;
  }
}
