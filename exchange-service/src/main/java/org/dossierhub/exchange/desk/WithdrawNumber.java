package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.result.NumberRegister;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;

/**
 * The clerk takes a wrong number or date back before the seal is on it: the result returns to what
 * the leader signed, and the number stays in the register as a gap with its reason.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#REASON_MISSING}, {@link
 * DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class WithdrawNumber {
  private Rights rights;
  private Results results;
  private NumberRegister register;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected WithdrawNumber() {}

  @Inject
  WithdrawNumber(
      Rights rights,
      Results results,
      NumberRegister register,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.rights = rights;
    this.results = results;
    this.register = register;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  public Result withdraw(Account by, UUID resultId, String reason) throws DeskRefused {
    var result = rights.result(by, resultId, Role.CLERK);
    Rights.needState(result, ResultState.AWAITING_SEAL);
    var why = Rights.needReason(reason);
    var number = result.number().orElseThrow();
    var now = clock.instant();
    return transaction.inOne(
        () -> {
          Rights.needFirst(results.withdrawNumber(result, signed(result)));
          register.cancel(result.agency(), number, by.id(), now, why);
          journal.note(now, by, "NUMBER_WITHDRAWN", result, number.text() + ": " + why);
          return results.byId(result.id()).orElseThrow();
        });
  }

  private Revision signed(Result result) {
    return results.revisions(result.id()).stream()
        .filter(revision -> revision.kind() == RevisionKind.SIGNED)
        .reduce((earlier, later) -> later) // a draft that was sent back may have been signed before
        .orElseThrow();
  }
}
