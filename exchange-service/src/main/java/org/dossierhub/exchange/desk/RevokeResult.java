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
import org.dossierhub.exchange.result.Withdrawal;

/**
 * The agency declares that a published result no longer counts (thu hồi). Its file stays what it
 * was; whoever verifies it here hears of the revocation, and its recipients are told.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_RESULT}, {@link
 * DeskRefusal#WRONG_STATE}, {@link DeskRefusal#REASON_MISSING}, {@link
 * DeskRefusal#REVISION_PASSED}.
 */
@ApplicationScoped
public class RevokeResult {
  private Rights rights;
  private WithdrawResult withdrawResult;
  private Clock clock;

  /** For the container. */
  protected RevokeResult() {}

  @Inject
  RevokeResult(Rights rights, WithdrawResult withdrawResult, Clock clock) {
    this.rights = rights;
    this.withdrawResult = withdrawResult;
    this.clock = clock;
  }

  public Result revoke(Account by, UUID resultId, String reason) throws DeskRefused {
    var result = rights.result(by, resultId, Role.CLERK, Role.LEADER);
    Rights.needState(result, ResultState.PUBLISHED);
    var withdrawal = new Withdrawal(clock.instant(), Rights.needReason(reason), Optional.empty());
    return withdrawResult.withdraw(by, result, withdrawal, "RESULT_REVOKED");
  }
}
