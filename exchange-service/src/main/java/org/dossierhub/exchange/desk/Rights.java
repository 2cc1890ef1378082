package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;

/**
 * Who may do what at the desk: the role first, then the agency; another agency's result is told
 * from an absent one by nobody.
 */
@Dependent
class Rights {
  private final Results results;

  @Inject
  Rights(Results results) {
    this.results = results;
  }

  static void needRole(Account by, Role... anyOf) throws DeskRefused {
    if (!by.mayActAs(anyOf)) {
      throw new DeskRefused(DeskRefusal.ROLE_MISSING);
    }
  }

  Result result(Account by, UUID id, Role... anyOf) throws DeskRefused {
    needRole(by, anyOf);
    return results
        .ofAgency(by.agency(), id)
        .orElseThrow(() -> new DeskRefused(DeskRefusal.UNKNOWN_RESULT));
  }

  static void needState(Result result, ResultState wanted) throws DeskRefused {
    if (result.state() != wanted) {
      throw new DeskRefused(DeskRefusal.WRONG_STATE, result.state().labelVi());
    }
  }

  /** A draft the officer still may change: with the leader, or sent back. */
  static void needUnsigned(Result result) throws DeskRefused {
    if (result.state() != ResultState.SENT_BACK) {
      needState(result, ResultState.AWAITING_LEADER);
    }
  }

  /** What a conditional update says when somebody was faster. */
  static void needFirst(boolean changed) throws DeskRefused {
    if (!changed) {
      throw new DeskRefused(DeskRefusal.REVISION_PASSED);
    }
  }

  static String needReason(String reason) throws DeskRefused {
    var stripped = reason.strip();
    if (stripped.length() < 10 || stripped.length() > 1000) {
      throw new DeskRefused(DeskRefusal.REASON_MISSING);
    }
    return stripped;
  }
}
