package org.dossierhub.exchange.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.audit.EvidenceObjects;
import org.dossierhub.exchange.audit.HandOverEvent;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.xml.SignXml;

/**
 * Makes the signed document about every hand-over, away from the traffic (docs/decisions: evidence
 * is signed afterwards). What happened stands in the evidence log since the change itself was
 * committed; whatever stops in between, the document comes later. The first of a message is the
 * receipt, which was signed before it left; every other names the digest of the one before.
 */
@ApplicationScoped
public class SignEvidence {
  /** So many are signed in one transaction. */
  private static final int AT_ONCE = 50;

  private final EvidenceObjects objects;
  private final Inbox inbox;
  private final SystemKey key;
  private final AgencyCode issuer;
  private final Transactions transactions;
  private final SignXml signXml;

  /** For the container's proxy. */
  protected SignEvidence() {
    this(null, null, null, (AgencyCode) null, null, null);
  }

  @Inject
  public SignEvidence(
      EvidenceObjects objects,
      Inbox inbox,
      SystemKey key,
      HubSettings hub,
      Transactions transactions,
      Clock clock) {
    this(objects, inbox, key, hub.code(), transactions, clock);
  }

  public SignEvidence(
      EvidenceObjects objects,
      Inbox inbox,
      SystemKey key,
      AgencyCode issuer,
      Transactions transactions,
      Clock clock) {
    this.objects = objects;
    this.inbox = inbox;
    this.key = key;
    this.issuer = issuer;
    this.transactions = transactions;
    this.signXml = clock == null ? null : new SignXml(clock);
  }

  /** How many were signed; none when another node is at it. */
  public int sign() {
    int all = 0;
    int some;
    do {
      some =
          transactions.inOne(
              () ->
                  objects.turnToSign(false)
                      ? sign(objects.unsigned(Optional.empty(), AT_ONCE))
                      : 0);
      all += some;
    } while (some == AT_ONCE);
    return all;
  }

  /** What is missing of one message, now: for whoever asks for its evidence. */
  public void signOf(UUID message) {
    transactions.inOne(
        () -> {
          if (objects.turnToSign(true)) {
            sign(objects.unsigned(Optional.of(message), Integer.MAX_VALUE));
          }
        });
  }

  private int sign(List<EvidenceObjects.Unsigned> some) {
    some.forEach(this::sign);
    return some.size();
  }

  private void sign(EvidenceObjects.Unsigned unsigned) {
    var evidence = unsigned.evidence();
    var event =
        HandOverEvent.of(evidence.kind())
            .orElseThrow(() -> new IllegalStateException(evidence.kind() + " is no hand-over"));
    var previous = objects.last(evidence.message());
    if (event == HandOverEvent.SUBMISSION_ACCEPTANCE && previous.isEmpty()) {
      objects.add(unsigned, event, 1, evidence.document());
      return;
    }
    var message = inbox.byReference(evidence.message()).orElseThrow();
    var xml = EvidenceXml.write(message, evidence, event, previous, issuer);
    objects.add(
        unsigned,
        event,
        previous.map(before -> before.position() + 1).orElse(1),
        signXml.signEnveloped(xml, key.token()));
  }
}
