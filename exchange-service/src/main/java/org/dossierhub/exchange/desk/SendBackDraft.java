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
 * A decision goes back to the officer with a reason: from the leader instead of his signature, or
 * from the clerk, who checks form and procedure before a number is given (Nghị định 30/2020/NĐ-CP,
 * Điều 15). Signing sessions that are open for it end with this.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#REASON_MISSING}, {@link
 * DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class SendBackDraft {
  private Rights rights;
  private Results results;
  private Dossiers dossiers;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected SendBackDraft() {}

  @Inject
  SendBackDraft(
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

  public Result sendBack(Account by, UUID resultId, String reason) throws DeskRefused {
    var result = rights.result(by, resultId, Role.LEADER, Role.CLERK);
    if (result.state() == ResultState.AWAITING_NUMBER) {
      Rights.needRole(by, Role.CLERK);
    } else {
      Rights.needState(result, ResultState.AWAITING_LEADER);
      Rights.needRole(by, Role.LEADER);
    }
    var remark = new Remark(Rights.needReason(reason), by.id(), clock.instant());
    return transaction.inOne(
        () -> {
          Rights.needFirst(results.putAside(result, ResultState.SENT_BACK, remark));
          dossiers.signing(result.dossierId(), ResultState.SENT_BACK.signing());
          journal.note(remark.at(), by, "DRAFT_SENT_BACK", result, remark.reason());
          return results.byId(result.id()).orElseThrow();
        });
  }
}
