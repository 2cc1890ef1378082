package org.dossierhub.exchange.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * Hands waiting messages to an agency that fetches them. A message counts as delivered only when
 * {@link AcknowledgeDelivery} has the agency's receipt; until then it is handed out again whenever
 * its lease has ended.
 */
@ApplicationScoped
public class HandOutMessages {
  private static final Duration WITHDRAWALS_SHOWN = Duration.ofDays(30);
  private static final int WITHDRAWALS_AT_ONCE = 200;

  private final Deliveries deliveries;
  private final Inbox inbox;
  private final Agencies agencies;
  private final EvidenceLog evidence;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected HandOutMessages() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public HandOutMessages(
      Deliveries deliveries,
      Inbox inbox,
      Agencies agencies,
      EvidenceLog evidence,
      Transactions transactions,
      Clock clock) {
    this.deliveries = deliveries;
    this.inbox = inbox;
    this.agencies = agencies;
    this.evidence = evidence;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** What is given, what was taken back of what was given before, and how much more waits. */
  public record Batch(List<Given> given, List<Deliveries.Withdrawn> withdrawn, int waiting) {}

  /** A message and the end of its lease. */
  public record Given(StoredMessage message, Instant leasedUntil) {}

  public Batch handOut(AgencyCode recipient, MessageId batch, int atMost, Duration lease) {
    var now = clock.instant();
    var recipients = agencies.receivedBy(recipient, now);
    var handedOut =
        transactions.inOne(
            () -> {
              var some = deliveries.handOut(recipients, batch, atMost, lease, now);
              some.stream().filter(Deliveries.HandedOut::firstTime).forEach(this::prove);
              return some;
            });
    return new Batch(
        handedOut.stream().map(out -> new Given(message(out), out.leasedUntil())).toList(),
        deliveries.withdrawn(recipients, now.minus(WITHDRAWALS_SHOWN), WITHDRAWALS_AT_ONCE),
        deliveries.waiting(recipients));
  }

  private StoredMessage message(Deliveries.HandedOut out) {
    return inbox.byReference(out.message()).orElseThrow();
  }

  private void prove(Deliveries.HandedOut out) {
    evidence.add(
        new Evidence(
            out.message(),
            Evidence.Kind.HANDED_OUT,
            clock.instant(),
            "leased until " + out.leasedUntil(),
            new byte[0]));
  }
}
