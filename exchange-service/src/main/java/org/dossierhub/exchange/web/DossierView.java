package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.LookUpResults;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DocumentVerdict;
import org.dossierhub.exchange.dossier.DocumentVerdicts;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.KeptProofs;
import org.dossierhub.exchange.dossier.KeptVerdict;
import org.dossierhub.exchange.dossier.Transition;
import org.dossierhub.exchange.dossier.Transitions;
import org.dossierhub.exchange.message.Inbox;
import org.dossierhub.exchange.message.MessageKind;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;

/** Gathers what the page of one dossier shows, for an account that may see it. */
@ApplicationScoped
public class DossierView {
  @Inject Dossiers dossiers;
  @Inject Inbox inbox;
  @Inject DocumentVerdicts verdicts;
  @Inject KeptProofs proofs;
  @Inject Transitions transitions;
  @Inject Agencies agencies;
  @Inject Procedures procedures;
  @Inject LookUpResults lookUpResults;
  @Inject Clock clock;

  /** A file of the dossier; {@code index} is its place in the message, counted from 0. */
  public record Document(
      String name,
      String mediaType,
      long size,
      String digest,
      String message,
      int index,
      Optional<ValidationReport> report,
      List<KeptVerdict.ChangedPage> changedPages) {}

  /** A message about the dossier. */
  public record Message(
      String reference,
      String id,
      MessageKind kind,
      String sender,
      String recipient,
      String channel,
      Instant at,
      boolean receipt) {}

  /** A status the dossier may be moved to now. */
  public record Move(BusinessState to, boolean reasonRequired) {}

  Page page(Account account, Dossier dossier, Language language) throws DeskRefused {
    var messages = inbox.ofDossier(dossier.id());
    var documents = documents(dossier, messages);
    var history = dossiers.history(dossier.id());
    var results = lookUpResults.ofDossier(account, dossier.id());
    return Page.of("dossier")
        .with("dossier", dossier)
        .with("documents", documents)
        .with("remedies", remedies(documents, language))
        .with("messages", messages.stream().map(DossierView::shown).toList())
        .with("history", history)
        .with(
            "moves", account.mayActAs(Role.ONE_STOP_OFFICER) ? moves(dossier, history) : List.of())
        .with("results", results)
        .with(
            "mayPrepare",
            account.mayActAs(Role.ONE_STOP_OFFICER)
                && (dossier.business() == BusinessState.IN_PROGRESS
                    || mayBeCorrected(dossier, results)))
        .with("mayChangeDrafts", account.mayActAs(Role.ONE_STOP_OFFICER))
        .with("others", others(dossier))
        .with("submitterName", agencies.byCode(dossier.submitter()).map(Agency::name))
        .with(
            "procedureName", dossier.procedure().flatMap(procedures::byCode).map(Procedure::name));
  }

  private static boolean mayBeCorrected(Dossier dossier, List<Result> results) {
    return (dossier.business() == BusinessState.DONE
            || dossier.business() == BusinessState.RETURNED)
        && results.stream().anyMatch(result -> result.state().wasPublished());
  }

  private List<Document> documents(Dossier dossier, List<StoredMessage> messages) {
    // the newest report about a part counts
    Map<String, ValidationReport> reports =
        verdicts.ofDossier(dossier.id()).stream()
            .collect(
                Collectors.toMap(
                    verdict -> key(verdict.message().toString(), verdict.part()),
                    DocumentVerdict::report,
                    (older, newer) -> newer.at().isBefore(older.at()) ? older : newer));
    var documents = new ArrayList<Document>();
    for (var message : messages) {
      if (message.manifest().kind() != MessageKind.DOSSIER) {
        continue;
      }
      var parts = message.manifest().parts();
      for (int i = 0; i < parts.size(); i++) {
        var part = parts.get(i);
        documents.add(
            new Document(
                part.name(),
                part.mediaType(),
                part.size(),
                part.sha256().hex(),
                message.reference().toString(),
                i,
                Optional.ofNullable(reports.get(key(message.reference().toString(), part.name()))),
                changedPages(
                    dossier,
                    message,
                    part.name(),
                    reports.get(key(message.reference().toString(), part.name())))));
      }
    }
    return documents;
  }

  private List<KeptVerdict.ChangedPage> changedPages(
      Dossier dossier, StoredMessage message, String part, ValidationReport report) {
    var changed =
        report != null && report.changes().stream().anyMatch(c -> !c.allowed() && c.page() > 0);
    return changed
        ? proofs
            .about(dossier.agency(), message.reference(), part)
            .map(KeptVerdict::changedPages)
            .orElse(List.of())
        : List.of();
  }

  private static String key(String message, String part) {
    return message + "/" + part;
  }

  /** What to ask the applicant for, each sentence once, with the file it is about. */
  private static List<String> remedies(List<Document> documents, Language language) {
    Function<SignatureReport, String> remedy = s -> language.choose(s.remedyVi(), s.remedyEn());
    return documents.stream()
        .flatMap(
            document ->
                document.report().stream()
                    .flatMap(report -> report.signatures().stream())
                    .filter(signature -> signature.verdict() != Verdict.VALID)
                    .map(remedy)
                    .filter(text -> !text.isBlank())
                    .map(text -> document.name() + ": " + text))
        .distinct()
        .toList();
  }

  private List<Move> moves(Dossier dossier, List<DossierMove> history) {
    var cameFrom =
        history.isEmpty()
            ? Optional.<BusinessState>empty()
            : history.get(history.size() - 1).from();
    return transitions
        .from(dossier.business(), LocalDate.ofInstant(clock.instant(), Texts.VIETNAM))
        .stream()
        .filter(t -> !t.onlyBack() || cameFrom.equals(Optional.of(t.to())))
        .sorted(java.util.Comparator.comparingInt((Transition t) -> t.to().code()))
        .map(t -> new Move(t.to(), t.reasonRequired()))
        .toList();
  }

  /** Whom a result can be sent to besides the submitter. */
  private List<Agency> others(Dossier dossier) {
    var now = clock.instant();
    return agencies.all().stream()
        .filter(agency -> agency.openAt(now))
        .filter(
            agency ->
                !agency.code().equals(dossier.agency())
                    && !agency.code().equals(dossier.submitter()))
        .toList();
  }

  private static Message shown(StoredMessage message) {
    var manifest = message.manifest();
    return new Message(
        message.reference().toString(),
        manifest.id().value(),
        manifest.kind(),
        manifest.sender().value(),
        manifest.recipient().value(),
        message.arrivedBy().name(),
        message.receivedAt(),
        message.receipt().isPresent());
  }
}
