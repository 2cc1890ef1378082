package org.dossierhub.exchange.evidence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.audit.EvidenceObjects;
import org.dossierhub.exchange.audit.EvidenceObjects.Link;
import org.dossierhub.exchange.audit.EvidenceObjects.Signed;
import org.dossierhub.exchange.audit.EvidenceObjects.Unsigned;
import org.dossierhub.exchange.audit.HandOverEvent;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
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
  private final SystemKey key;
  private final AgencyCode issuer;
  private final Transactions transactions;
  private final SignXml signXml;

  /** For the container's proxy. */
  protected SignEvidence() {
    this(null, null, (AgencyCode) null, null, null);
  }

  @Inject
  public SignEvidence(
      EvidenceObjects objects,
      SystemKey key,
      HubSettings hub,
      Transactions transactions,
      Clock clock) {
    this(objects, key, hub.code(), transactions, clock);
  }

  public SignEvidence(
      EvidenceObjects objects,
      SystemKey key,
      AgencyCode issuer,
      Transactions transactions,
      Clock clock) {
    this.objects = objects;
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

  private int sign(List<Unsigned> some) {
    var newest = new HashMap<UUID, Link>();
    var documents = new ArrayList<Signed>();
    for (var entry : some) {
      var message = entry.evidence().message();
      var before = Optional.ofNullable(newest.get(message)).or(entry::before);
      var signed = sign(entry, before);
      newest.put(message, signed.link());
      documents.add(signed);
    }
    objects.add(documents);
    return documents.size();
  }

  private Signed sign(Unsigned entry, Optional<Link> before) {
    var evidence = entry.evidence();
    var event =
        HandOverEvent.of(evidence.kind())
            .orElseThrow(() -> new IllegalStateException(evidence.kind() + " is no hand-over"));
    int position = before.map(Link::position).orElse(0) + 1;
    var document =
        event == HandOverEvent.SUBMISSION_ACCEPTANCE && before.isEmpty()
            ? evidence.document()
            : signXml.signEnveloped(
                EvidenceXml.write(entry, event, position, before, issuer), key.token());
    return new Signed(entry, event, new Link(position, Sha256.of(document)), document);
  }
}
