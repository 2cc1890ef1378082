package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.signing.pdf.AddedSignature;

/**
 * An officer hands in a better draft for a result that was sent back, or that the leader has not
 * signed yet. The earlier revisions are kept; the distribution stays as it was.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#TOO_LARGE}, what {@link ReserveDraft} refuses with,
 * and {@link DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class ReplaceDraft {
  private Rights rights;
  private ReserveDraft reserveDraft;
  private Results results;
  private ResultFiles files;
  private HeapRoom room;
  private Dossiers dossiers;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected ReplaceDraft() {}

  @Inject
  ReplaceDraft(
      Rights rights,
      ReserveDraft reserveDraft,
      Results results,
      ResultFiles files,
      HeapRoom room,
      Dossiers dossiers,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.rights = rights;
    this.reserveDraft = reserveDraft;
    this.results = results;
    this.files = files;
    this.room = room;
    this.dossiers = dossiers;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** The distribution of the draft is not looked at. */
  public Result replace(Account by, UUID resultId, Draft draft) throws DeskRefused {
    var result = rights.result(by, resultId, Role.ONE_STOP_OFFICER);
    Rights.needUnsigned(result);
    room.needFits(draft.pdf().size());
    return room.holding(draft.pdf().size(), () -> replace(by, result, draft));
  }

  private Result replace(Account by, Result result, Draft draft) throws DeskRefused {
    var reserved = reserveDraft.reserve(draft, by.agency());
    var now = clock.instant();
    var revision =
        files.keepNext(result.id(), RevisionKind.RESERVED, reserved, Optional.of(by.id()), now);
    var better =
        new Results.Draft(
            draft.title().strip(),
            draft.symbol().strip(),
            AddedSignature.pages(reserved),
            revision);
    return transaction.inOne(
        () -> {
          files.register(revision);
          Rights.needFirst(results.redraft(result, better));
          dossiers.signing(result.dossierId(), ResultState.AWAITING_LEADER.signing());
          journal.note(now, by, "DRAFT_REPLACED", result, "sha256 " + revision.digest());
          return results.byId(result.id()).orElseThrow();
        });
  }
}
