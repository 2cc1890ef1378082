package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Lets one network address have 60 files checked in 5 minutes on this node, over pages and REST
 * together, and one agency 300 over SOAP. Remembers at most 10 000 addresses, the newest; it
 * protects the machine, not a secret.
 */
@ApplicationScoped
public class UploadRate {
  private static final int ALLOWED = 60;
  private static final int ALLOWED_TO_AGENCY = 300;
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int REMEMBERED = 10_000;

  private record Count(Instant since, int uploads) {}

  private final Map<String, Count> counts =
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
    take("address " + address, ALLOWED);
  }

  /** The same for an agency, whatever address it asks from. */
  public void take(AgencyCode agency) throws UploadRefused {
    take("agency " + agency.value(), ALLOWED_TO_AGENCY);
  }

  private void take(String whose, int allowed) throws UploadRefused {
    if (count(whose) > allowed) {
      throw UploadRefused.tooOften();
    }
  }

  private synchronized int count(String whose) {
    var now = clock.instant();
    var count =
        counts.merge(
            whose,
            new Count(now, 1),
            (old, one) ->
                old.since().plus(WINDOW).isBefore(now)
                    ? one
                    : new Count(old.since(), old.uploads() + 1));
    return count.uploads();
  }
}
