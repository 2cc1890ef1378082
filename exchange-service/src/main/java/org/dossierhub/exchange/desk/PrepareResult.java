package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultNumber;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.pdf.AddedSignature;
import org.dossierhub.signing.pdf.CannotSign;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.pdf.ResultLayout;

/**
 * An officer of the deciding agency turns a draft PDF into a result that waits for the leader: the
 * places for number, date, signature and seal are reserved before anybody signs.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_DOSSIER}, {@link
 * DeskRefusal#DOSSIER_NOT_IN_PROCESS}, {@link DeskRefusal#TITLE_UNUSABLE}, {@link
 * DeskRefusal#SYMBOL_UNUSABLE}, {@link DeskRefusal#UNKNOWN_RECIPIENT}, {@link
 * DeskRefusal#TOO_LARGE}, {@link DeskRefusal#DRAFT_UNUSABLE}.
 */
@ApplicationScoped
public class PrepareResult {
  private static final int LONGEST_TITLE = 500;
  private static final int MOST_RECIPIENTS = 200;

  private Dossiers dossiers;
  private Accounts accounts;
  private Agencies agencies;
  private Results results;
  private ResultFiles files;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected PrepareResult() {}

  @Inject
  PrepareResult(
      Dossiers dossiers,
      Accounts accounts,
      Agencies agencies,
      Results results,
      ResultFiles files,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.dossiers = dossiers;
    this.accounts = accounts;
    this.agencies = agencies;
    this.results = results;
    this.files = files;
    this.journal = journal;
    this.transaction = transaction;
    this.clock = clock;
  }

  public Result prepare(Account by, UUID dossierId, Draft draft) throws DeskRefused {
    Rights.needRole(by, Role.ONE_STOP_OFFICER);
    var dossier =
        dossiers
            .ofAgency(by.agency(), dossierId)
            .orElseThrow(() -> new DeskRefused(DeskRefusal.UNKNOWN_DOSSIER));
    needOpen(dossier);
    check(draft);
    var reserved = reserve(draft, by.agency());
    var now = clock.instant();
    var result =
        new Result(
            UUID.randomUUID(),
            dossier.id(),
            dossier.code(),
            dossier.agency(),
            ResultState.AWAITING_LEADER,
            draft.title().strip(),
            draft.symbol().strip(),
            AddedSignature.pages(reserved),
            files.keepFirst(reserved, by.id(), now),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            draft.distribution().stream().distinct().filter(a -> !a.equals(by.agency())).toList(),
            by.id(),
            now);
    return transaction.inOne(
        () -> {
          files.register(result.latest());
          results.add(result);
          dossiers.signing(dossier.id(), SigningState.AWAITING_LEADER);
          journal.note(now, by, "RESULT_PREPARED", result, "sha256 " + result.latest().digest());
          return results.byId(result.id()).orElseThrow();
        });
  }

  /** A dossier in process, or one whose published result needs a correction. */
  private void needOpen(Dossier dossier) throws DeskRefused {
    var state = dossier.business();
    var correction =
        (state == BusinessState.DONE || state == BusinessState.RETURNED)
            && results.ofDossier(dossier.id()).stream().anyMatch(r -> r.state().wasPublished());
    if (state != BusinessState.IN_PROGRESS && !correction) {
      throw new DeskRefused(DeskRefusal.DOSSIER_NOT_IN_PROCESS, state.vietnamese());
    }
  }

  private void check(Draft draft) throws DeskRefused {
    var title = draft.title().strip();
    if (title.isEmpty() || title.length() > LONGEST_TITLE || title.matches(".*\\p{C}.*")) {
      throw new DeskRefused(DeskRefusal.TITLE_UNUSABLE);
    }
    if (!ResultNumber.isSymbol(draft.symbol().strip())) {
      throw new DeskRefused(DeskRefusal.SYMBOL_UNUSABLE, draft.symbol().replaceAll("\\p{C}", "?"));
    }
    if (draft.distribution().size() > MOST_RECIPIENTS) {
      throw new DeskRefused(
          DeskRefusal.UNKNOWN_RECIPIENT, draft.distribution().size() + " > " + MOST_RECIPIENTS);
    }
    for (var recipient : List.copyOf(draft.distribution())) {
      if (agencies.byCode(recipient).filter(a -> a.openAt(clock.instant())).isEmpty()) {
        throw new DeskRefused(DeskRefusal.UNKNOWN_RECIPIENT, recipient.value());
      }
    }
  }

  private byte[] reserve(Draft draft, AgencyCode agency) throws DeskRefused {
    if (draft.pdf().length > ResultFiles.AT_MOST) {
      throw new DeskRefused(
          DeskRefusal.TOO_LARGE, draft.pdf().length + " > " + ResultFiles.AT_MOST);
    }
    try {
      var layout = draft.layout().orElseGet(() -> found(draft.pdf(), agency));
      return ResultForm.reserve(draft.pdf(), layout);
    } catch (CannotSign refused) {
      throw new DeskRefused(DeskRefusal.DRAFT_UNUSABLE, refused.reason().textVi());
    }
  }

  /** The signature stands above the printed name of one of the agency's leaders. */
  private ResultLayout found(byte[] pdf, AgencyCode agency) {
    var usual = ResultLayout.decision();
    var layout = usual;
    for (var account : accounts.ofAgency(agency)) {
      if (account.mayActAs(Role.LEADER) && layout.leader().equals(usual.leader())) {
        layout = ResultLayout.of(pdf, account.fullName());
      }
    }
    return layout;
  }
}
