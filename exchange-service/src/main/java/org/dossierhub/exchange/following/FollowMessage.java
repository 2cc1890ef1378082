package org.dossierhub.exchange.following;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.exchange.delivery.Deliveries;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.dossier.DocumentVerdicts;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * From what somebody has in hand to the message, and from the message to everything that happened
 * to it. An official sees what the own agency, or one it took over from, sent or was sent; whoever
 * reads the audit log of the whole hub sees all.
 */
@ApplicationScoped
public class FollowMessage {
  private final MessageTraces traces;
  private final Inbox inbox;
  private final Deliveries deliveries;
  private final EvidenceLog evidence;
  private final AuditLog audit;
  private final DocumentVerdicts verdicts;
  private final Agencies agencies;
  private final Administration administration;

  /** For the container's proxy. */
  protected FollowMessage() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public FollowMessage(
      MessageTraces traces,
      Inbox inbox,
      Deliveries deliveries,
      EvidenceLog evidence,
      AuditLog audit,
      DocumentVerdicts verdicts,
      Agencies agencies,
      Administration administration) {
    this.traces = traces;
    this.inbox = inbox;
    this.deliveries = deliveries;
    this.evidence = evidence;
    this.audit = audit;
    this.verdicts = verdicts;
    this.agencies = agencies;
    this.administration = administration;
  }

  public List<FoundMessage> find(Account by, Sought sought, int atMost) {
    return traces.find(sought, reach(by), atMost);
  }

  /** Empty, too, when it is not this account's to see. */
  public Optional<TimeLine> timeLine(Account by, UUID reference) {
    var reach = reach(by);
    return traces
        .one(reference, reach)
        .flatMap(found -> inbox.byReference(reference).map(m -> timeLine(m, found, reach)));
  }

  /** The evidence at this place of the message, counted from 0. */
  public Optional<Evidence> evidence(Account by, UUID reference, int place) {
    if (traces.one(reference, reach(by)).isEmpty()) {
      return Optional.empty();
    }
    var all = evidence.ofMessage(reference);
    return place < 0 || place >= all.size() ? Optional.empty() : Optional.of(all.get(place));
  }

  private Reach reach(Account by) {
    if (administration.readsEverything(by)) {
      return Reach.EVERYTHING;
    }
    // Whoever takes over reads what was sent under the codes it took over.
    Set<AgencyCode> own = new LinkedHashSet<>();
    var next = new ArrayDeque<>(List.of(by.agency()));
    while (!next.isEmpty()) {
      var code = next.poll();
      if (own.add(code)) {
        agencies.predecessorsOf(code).forEach(agency -> next.add(agency.code()));
      }
    }
    return Reach.of(own);
  }

  private TimeLine timeLine(StoredMessage message, FoundMessage found, Reach reach) {
    var sent = deliveries.ofMessage(message.reference());
    var places = sent.stream().map(deliveries::placeOf).toList();
    var subjects = new ArrayList<>(sent.stream().map(Delivery::id).toList());
    subjects.add(message.reference());
    return new TimeLine(
        message,
        found,
        sent,
        steps(message, sent),
        traces.waiting(subjects),
        seen(places.stream().flatMap(place -> place.undeliveredBefore().stream()), reach),
        seen(places.stream().flatMap(place -> place.deliveredAfter().stream()), reach));
  }

  private List<FoundMessage> seen(
      java.util.stream.Stream<Delivery> deliveriesOfOthers, Reach reach) {
    return deliveriesOfOthers
        .map(Delivery::message)
        .distinct()
        .flatMap(reference -> traces.one(reference, reach).stream())
        .toList();
  }

  private List<TimeLine.Step> steps(StoredMessage message, List<Delivery> sent) {
    var steps = new ArrayList<TimeLine.Step>();
    steps.add(
        step(
            message.receivedAt(),
            TimeLine.Source.MESSAGE,
            message.receipt().isPresent() ? "RECEIVED" : "MADE_HERE",
            message.manifest().sender().value(),
            message.arrivedBy().name()));
    var proofs = evidence.ofMessage(message.reference());
    for (int place = 0; place < proofs.size(); place++) {
      var proof = proofs.get(place);
      steps.add(
          new TimeLine.Step(
              proof.at(),
              TimeLine.Source.EVIDENCE,
              proof.kind().name(),
              Optional.empty(),
              proof.detail(),
              Optional.empty(),
              Optional.of(place).filter(at -> proof.document().length > 0)));
    }
    for (var delivery : sent) {
      steps.add(
          step(
              delivery.addedAt(),
              TimeLine.Source.MESSAGE,
              "QUEUED_FOR",
              "",
              delivery.recipient().value()));
      for (var attempts : traces.attempts(delivery.id())) {
        steps.add(
            new TimeLine.Step(
                attempts.beganAt(),
                TimeLine.Source.ATTEMPT,
                attempts.why().isEmpty() ? "ATTEMPT_DELIVERED" : "ATTEMPT_FAILED",
                Optional.empty(),
                attempts.first()
                    + (attempts.last() > attempts.first() ? "–" + attempts.last() : "")
                    + attempts.why().map(why -> ": " + why).orElse(""),
                attempts.last() > attempts.first()
                    ? Optional.of(attempts.endedAt())
                    : Optional.empty(),
                Optional.empty()));
      }
    }
    for (var verdict : verdicts.ofMessage(message.reference())) {
      steps.add(
          step(
              verdict.report().at(),
              TimeLine.Source.VERDICT,
              verdict.report().verdict().name(),
              "",
              verdict.part()));
    }
    audit.about(message.manifest().id().value()).stream()
        .filter(entry -> concerns(entry, message))
        .forEach(
            entry ->
                steps.add(
                    step(
                        entry.at(),
                        TimeLine.Source.AUDIT,
                        entry.action(),
                        entry.actor(),
                        entry.detail())));
    steps.sort(Comparator.comparing(TimeLine.Step::at));
    return steps;
  }

  /** Two senders may have given the same id. */
  private static boolean concerns(AuditEntry entry, StoredMessage message) {
    var manifest = message.manifest();
    return entry.actor().equals(manifest.sender().value())
        || entry
            .agency()
            .filter(a -> a.equals(manifest.sender()) || a.equals(manifest.recipient()))
            .isPresent();
  }

  private static TimeLine.Step step(
      java.time.Instant at, TimeLine.Source source, String what, String actor, String detail) {
    return new TimeLine.Step(
        at,
        source,
        what,
        Optional.of(actor).filter(name -> !name.isEmpty()),
        detail,
        Optional.empty(),
        Optional.empty());
  }
}
