package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.progress.TellPortal;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.result.Withdrawal;

/**
 * What revoking and replacing have in common: the register says so from now on, and everybody who
 * got the result is told.
 */
@Dependent
class WithdrawResult {
  private final Results results;
  private final Dossiers dossiers;
  private final TellRecipients tellRecipients;
  private final TellPortal tellPortal;
  private final Journal journal;
  private final DeskTransaction transaction;

  @Inject
  WithdrawResult(
      Results results,
      Dossiers dossiers,
      TellRecipients tellRecipients,
      TellPortal tellPortal,
      Journal journal,
      DeskTransaction transaction) {
    this.results = results;
    this.dossiers = dossiers;
    this.tellRecipients = tellRecipients;
    this.tellPortal = tellPortal;
    this.journal = journal;
    this.transaction = transaction;
  }

  Result withdraw(Account by, Result published, Withdrawal withdrawal, String action)
      throws DeskRefused {
    var dossier = dossiers.byId(published.dossierId()).orElseThrow();
    var messages = tellRecipients.prepare(published.withdrawn(withdrawal), dossier, false);
    return transaction.inOne(
        () -> {
          Rights.needFirst(results.withdraw(published, withdrawal));
          if (withdrawal.successor().isEmpty()) {
            dossiers.signing(dossier.id(), SigningState.REVOKED);
          }
          tellPortal.about(dossier, dossiers.history(dossier.id()).size());
          tellRecipients.enqueue(messages);
          journal.note(withdrawal.at(), by, action, published, withdrawal.reason());
          return results.byId(published.id()).orElseThrow();
        });
  }
}
