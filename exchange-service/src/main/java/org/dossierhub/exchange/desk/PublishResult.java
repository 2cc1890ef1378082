package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DocumentVerdicts;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.progress.MoveDossier;
import org.dossierhub.exchange.progress.MoveRefused;
import org.dossierhub.exchange.progress.TellPortal;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.Publication;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.Verdict;

/**
 * The clerk gives a sealed and time-stamped result to the public. The whole file is verified once
 * more, as a citizen will verify it; then, in one transaction, its digest and public token are
 * registered, the dossier is done, and the messages to submitter, distribution list and portal wait
 * in the outbox. Nothing is written into the file any more.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#NOT_STAMPED}, {@link DeskRefusal#NOT_VALID}, {@link
 * DeskRefusal#DOSSIER_CANNOT_MOVE}, {@link DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class PublishResult {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Rights rights;
  private Results results;
  private ResultFiles files;
  private HeapRoom room;
  private ExamineResult examineResult;
  private DocumentVerdicts verdicts;
  private Dossiers dossiers;
  private MoveDossier moveDossier;
  private TellRecipients tellRecipients;
  private TellPortal tellPortal;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected PublishResult() {}

  @Inject
  PublishResult(
      Rights rights,
      Results results,
      ResultFiles files,
      HeapRoom room,
      ExamineResult examineResult,
      DocumentVerdicts verdicts,
      Dossiers dossiers,
      MoveDossier moveDossier,
      TellRecipients tellRecipients,
      TellPortal tellPortal,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.rights = rights;
    this.results = results;
    this.files = files;
    this.room = room;
    this.examineResult = examineResult;
    this.verdicts = verdicts;
    this.dossiers = dossiers;
    this.moveDossier = moveDossier;
    this.tellRecipients = tellRecipients;
    this.tellPortal = tellPortal;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  public Result publish(Account by, UUID resultId) throws DeskRefused {
    var result = rights.result(by, resultId, Role.CLERK);
    if (result.state() == ResultState.AWAITING_TIMESTAMP) {
      throw new DeskRefused(DeskRefusal.NOT_STAMPED);
    }
    Rights.needState(result, ResultState.AWAITING_PUBLICATION);
    var examined = needValid(result);
    var digest = examined.report().digest();
    var dossier = dossiers.byId(result.dossierId()).orElseThrow();
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var publication = new Publication(PublicToken.random(RANDOM), digest, now);
    var messages = tellRecipients.prepare(result.publishedAs(publication), dossier, true);
    return transaction.inOne(
        () -> {
          Rights.needFirst(results.publish(result, publication));
          verdicts.addOfResult(result.id(), examined);
          dossiers.signing(dossier.id(), SigningState.PUBLISHED);
          finish(dossier, by);
          tellRecipients.enqueue(messages);
          journal.note(now, by, "RESULT_PUBLISHED", result, "sha256 " + digest);
          return results.byId(result.id()).orElseThrow();
        });
  }

  private Examined needValid(Result result) throws DeskRefused {
    return room.holding(result.latest().size(), () -> examinedAsValid(result));
  }

  private Examined examinedAsValid(Result result) throws DeskRefused {
    var bytes = files.read(result.latest());
    var examined = examineResult.examineToKeep(TellRecipients.fileName(result), bytes);
    var report = examined.report();
    if (report.verdict() != Verdict.VALID) {
      throw new DeskRefused(DeskRefusal.NOT_VALID, report.sentence());
    }
    if (report.signatures().stream().anyMatch(s -> s.provenTime().isEmpty())) {
      throw new DeskRefused(DeskRefusal.NOT_STAMPED, report.summary());
    }
    return examined;
  }

  /** A correction finds the dossier done already: then only the portal is told. */
  private void finish(Dossier dossier, Account by) throws DeskRefused {
    if (dossier.business() == BusinessState.DONE || dossier.business() == BusinessState.RETURNED) {
      tellPortal.about(dossier, dossiers.history(dossier.id()).size());
      return;
    }
    try {
      moveDossier.move(dossier.id(), BusinessState.DONE, Optional.empty(), by.username());
    } catch (MoveRefused refused) {
      throw new DeskRefused(DeskRefusal.DOSSIER_CANNOT_MOVE, refused.vietnamese());
    }
  }
}
