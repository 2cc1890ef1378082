package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.signing.pdf.AddedSignature;

/**
 * An officer of the deciding agency turns a draft PDF into a result that waits for the leader: the
 * places for number, date, signature and seal are reserved before anybody signs.
 *
 * <p>Refuses with {@link DeskRefusal#ROLE_MISSING}, {@link DeskRefusal#UNKNOWN_DOSSIER}, {@link
 * DeskRefusal#DOSSIER_NOT_IN_PROCESS}, {@link DeskRefusal#TOO_LARGE}, and what {@link ReserveDraft}
 * refuses with.
 */
@ApplicationScoped
public class PrepareResult {
  private Dossiers dossiers;
  private ReserveDraft reserveDraft;
  private Results results;
  private ResultFiles files;
  private HeapRoom room;
  private Journal journal;
  private DeskTransaction transaction;
  private Clock clock;

  /** For the container. */
  protected PrepareResult() {}

  @Inject
  PrepareResult(
      Dossiers dossiers,
      ReserveDraft reserveDraft,
      Results results,
      ResultFiles files,
      HeapRoom room,
      Journal journal,
      DeskTransaction transaction,
      Clock clock) {
    this.dossiers = dossiers;
    this.reserveDraft = reserveDraft;
    this.results = results;
    this.files = files;
    this.room = room;
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
    room.needFits(draft.pdf().size());
    return room.holding(draft.pdf().size(), () -> prepare(by, dossier, draft));
  }

  private Result prepare(Account by, Dossier dossier, Draft draft) throws DeskRefused {
    var reserved = reserveDraft.reserve(draft, by.agency());
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
}
