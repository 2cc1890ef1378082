package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.result.Remark;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;

/**
 * An officer gives up a draft that was sent back, or that the leader has not signed yet; nothing of
 * it is removed. The dossier is where its other results left it.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#REASON_MISSING}, {@link
 * DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class DiscardDraft {
  private Rights rights;
  private Results results;
  private Dossiers dossiers;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected DiscardDraft() {}

  @Inject
  DiscardDraft(
      Rights rights,
      Results results,
      Dossiers dossiers,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.rights = rights;
    this.results = results;
    this.dossiers = dossiers;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  public Result discard(Account by, UUID resultId, String reason) throws DeskRefused {
    var result = rights.result(by, resultId, Role.ONE_STOP_OFFICER);
    Rights.needUnsigned(result);
    var remark = new Remark(Rights.needReason(reason), by.id(), clock.instant());
    return transaction.inOne(
        () -> {
          Rights.needFirst(results.putAside(result, ResultState.DISCARDED, remark));
          dossiers.signing(result.dossierId(), newestOther(result).signing());
          journal.note(remark.at(), by, "DRAFT_DISCARDED", result, remark.reason());
          return results.byId(result.id()).orElseThrow();
        });
  }

  private ResultState newestOther(Result discarded) {
    return results.ofDossier(discarded.dossierId()).stream()
        .filter(other -> !other.id().equals(discarded.id()))
        .map(Result::state)
        .filter(state -> state != ResultState.DISCARDED)
        .reduce((older, newer) -> newer)
        .orElse(ResultState.DISCARDED);
  }
}
