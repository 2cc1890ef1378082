package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceLog;
import org.dossierhub.exchange.dossier.DocumentVerdict;
import org.dossierhub.exchange.dossier.DocumentVerdicts;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.Judgement;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.exchange.work.Worker;
import org.dossierhub.signing.verification.ReportJson;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;

/**
 * Verifies every document of a received message (docs/dossier-journey.md, steps 6 and 7): a stored
 * report each, one evidence for all, a traffic light for the dossier. What cannot be decided
 * because OCSP, CRL or TSA are away is shown as chưa đủ căn cứ and verified again, for three days.
 */
@ApplicationScoped
public class JudgeDocuments implements Worker {
  static final Duration STOP_AFTER = Duration.ofDays(3);

  private static final Duration LONGEST_PAUSE = Duration.ofHours(2);

  /** Reasons that an authority which answers again, or a quieter hub, can take away. */
  private static final Set<String> MAY_CHANGE =
      Set.of(
          "TRY_LATER",
          "CERTIFICATE_CHAIN_GENERAL_FAILURE",
          "REVOCATION_OUT_OF_BOUNDS_NO_POE",
          "OUT_OF_BUDGET",
          "BUSY");

  private final Inbox inbox;
  private final JudgeDocument judgeDocument;
  private final DocumentVerdicts verdicts;
  private final Dossiers dossiers;
  private final EvidenceLog evidence;
  private final AuditLog audit;
  private final Transactions transactions;
  private final Clock clock;

  /** For the container's proxy. */
  protected JudgeDocuments() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  JudgeDocuments(
      Inbox inbox,
      JudgeDocument judgeDocument,
      DocumentVerdicts verdicts,
      Dossiers dossiers,
      EvidenceLog evidence,
      AuditLog audit,
      Transactions transactions,
      Clock clock) {
    this.inbox = inbox;
    this.judgeDocument = judgeDocument;
    this.verdicts = verdicts;
    this.dossiers = dossiers;
    this.evidence = evidence;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public WorkKind kind() {
    return WorkKind.JUDGE_DOCUMENTS;
  }

  @Override
  public void perform(Work work) {
    var message = inbox.byReference(UUID.fromString(work.subject())).orElseThrow();
    var earlier = verdicts.ofMessage(message.reference());
    List<DocumentVerdict> changed = new ArrayList<>();
    var proofs = new HeldProofs();
    boolean undecided = false;
    for (var part : message.manifest().parts()) {
      var before = find(earlier, part.name());
      if (before.isPresent() && !mayChange(before.get().report())) {
        continue;
      }
      var examined = judgeDocument.judge(part);
      var report = examined.report();
      undecided |= mayChange(report);
      if (before.isEmpty() || differs(before.get().report(), report)) {
        changed.add(new DocumentVerdict(message.reference(), part.name(), report));
        proofs.hold(part.name(), examined.proofs());
      }
    }
    if (!changed.isEmpty() || earlier.isEmpty()) {
      transactions.inOne(() -> keepWhatNobodyElseJudged(message, earlier, changed, proofs));
    }
    if (undecided && clock.instant().isBefore(message.receivedAt().plus(STOP_AFTER))) {
      throw new TryAgainLater(
          "Not every signature of message " + message.manifest().id() + " can be decided yet",
          pause(work.attempt()));
    }
  }

  /**
   * Two nodes may have judged the same message at the same time, and one of them may have stood
   * still in between: what was judged by another since it was read stays as it is (fault F27).
   */
  private void keepWhatNobodyElseJudged(
      StoredMessage message,
      List<DocumentVerdict> earlier,
      List<DocumentVerdict> changed,
      HeldProofs proofs) {
    inbox.lock(message.reference());
    var now = verdicts.ofMessage(message.reference());
    var ours =
        changed.stream()
            .filter(verdict -> find(now, verdict.part()).equals(find(earlier, verdict.part())))
            .toList();
    if (!ours.isEmpty() || (changed.isEmpty() && !isJudged(message))) {
      keep(message, ours, proofs);
    }
  }

  private boolean isJudged(StoredMessage message) {
    return evidence.ofMessage(message.reference()).stream()
        .anyMatch(each -> each.kind() == Evidence.Kind.DOCUMENTS_JUDGED);
  }

  private void keep(StoredMessage message, List<DocumentVerdict> changed, HeldProofs proofs) {
    changed.forEach(verdict -> verdicts.add(verdict, proofs.of(verdict.part())));
    message
        .dossier()
        .ifPresent(
            dossier -> dossiers.light(dossier, Judgement.of(verdicts.ofDossier(dossier)).light()));
    var now = clock.instant();
    var summary = summary(changed);
    evidence.add(
        new Evidence(
            message.reference(),
            Evidence.Kind.DOCUMENTS_JUDGED,
            now,
            summary,
            changed.stream()
                .map(verdict -> ReportJson.write(verdict.report()))
                .collect(Collectors.joining(",", "[", "]"))
                .getBytes(StandardCharsets.UTF_8)));
    audit.add(
        new AuditEntry(
            now,
            "hub",
            "DOCUMENTS_JUDGED",
            message.manifest().id().value(),
            Optional.of(message.manifest().recipient()),
            summary));
  }

  /** Counts only: names of files may be names of citizens. */
  private static String summary(List<DocumentVerdict> verdicts) {
    return verdicts.stream()
        .collect(
            Collectors.groupingBy(
                verdict -> verdict.report().verdict(), TreeMap::new, Collectors.counting()))
        .toString();
  }

  private static Optional<DocumentVerdict> find(List<DocumentVerdict> verdicts, String part) {
    return verdicts.stream().filter(verdict -> verdict.part().equals(part)).findFirst();
  }

  private static boolean differs(ValidationReport before, ValidationReport now) {
    return before.verdict() != now.verdict() || !before.reason().equals(now.reason());
  }

  private static boolean mayChange(ValidationReport report) {
    return report.verdict() == Verdict.INDETERMINATE
        && (MAY_CHANGE.contains(report.reason())
            || report.signatures().stream()
                .anyMatch(signature -> MAY_CHANGE.contains(signature.subIndication())));
  }

  /** One minute, doubling up to two hours. */
  private static Duration pause(int attempt) {
    var full = Duration.ofMinutes(1L << Math.min(attempt - 1, 10));
    return full.compareTo(LONGEST_PAUSE) < 0 ? full : LONGEST_PAUSE;
  }
}
