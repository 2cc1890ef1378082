package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Withdrawal;

/**
 * The agency declares that another published result of the same dossier took the place of this one
 * (thay thế).
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#SUCCESSOR_UNUSABLE}, {@link
 * DeskRefusal#REASON_MISSING}, {@link DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class ReplaceResult {
  private Rights rights;
  private Results results;
  private WithdrawResult withdrawResult;
  private Clock clock;

  /** For the container. */
  protected ReplaceResult() {}

  @Inject
  ReplaceResult(Rights rights, Results results, WithdrawResult withdrawResult, Clock clock) {
    this.rights = rights;
    this.results = results;
    this.withdrawResult = withdrawResult;
    this.clock = clock;
  }

  public Result replace(Account by, UUID resultId, UUID successorId, String reason)
      throws DeskRefused {
    var result = rights.result(by, resultId, Role.CLERK, Role.LEADER);
    Rights.needState(result, ResultState.PUBLISHED);
    results
        .ofAgency(by.agency(), successorId)
        .filter(successor -> !successor.id().equals(result.id()))
        .filter(successor -> successor.dossierId().equals(result.dossierId()))
        .filter(successor -> successor.state() == ResultState.PUBLISHED)
        .orElseThrow(() -> new DeskRefused(DeskRefusal.SUCCESSOR_UNUSABLE));
    var withdrawal =
        new Withdrawal(clock.instant(), Rights.needReason(reason), Optional.of(successorId));
    return withdrawResult.withdraw(by, result, withdrawal, "RESULT_REPLACED");
  }
}
