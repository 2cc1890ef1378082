package org.dossierhub.exchange.progress;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.Transition;
import org.dossierhub.exchange.dossier.Transitions;

/** Says whether a dossier may move to a status today, by the dated table of transitions. */
@ApplicationScoped
public class CheckMove {
  /** The table is dated in the time of Viet Nam. */
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Transitions transitions;
  private final Dossiers dossiers;
  private final Clock clock;

  /** For the container's proxy. */
  protected CheckMove() {
    this(null, null, null);
  }

  @Inject
  public CheckMove(Transitions transitions, Dossiers dossiers, Clock clock) {
    this.transitions = transitions;
    this.dossiers = dossiers;
    this.clock = clock;
  }

  /** The moves an official may choose from. */
  public List<Transition> possible(Dossier dossier) {
    var cameFrom = cameFrom(dossier);
    return transitions.from(dossier.business(), LocalDate.now(clock.withZone(VIETNAM))).stream()
        .filter(move -> !move.onlyBack() || cameFrom.filter(move.to()::equals).isPresent())
        .toList();
  }

  private Optional<BusinessState> cameFrom(Dossier dossier) {
    var history = dossiers.history(dossier.id());
    return history.isEmpty() ? Optional.empty() : history.get(history.size() - 1).from();
  }

  /**
   * The next line of the dossier's history; {@link MoveRefused} when the table does not permit it.
   */
  DossierMove check(Dossier dossier, BusinessState to, Optional<String> reason, String actor)
      throws MoveRefused {
    var transition =
        possible(dossier).stream()
            .filter(move -> move.to() == to)
            .findFirst()
            .orElseThrow(() -> notPermitted(dossier, to));
    var words = reason.map(String::strip).filter(text -> !text.isEmpty());
    if (transition.reasonRequired() && words.isEmpty()) {
      throw new MoveRefused(
          "Phải nêu lý do khi chuyển sang trạng thái “" + to.vietnamese() + "”.",
          "A move to " + to.code() + " needs a reason");
    }
    return new DossierMove(
        dossier.version() + 2, Optional.of(dossier.business()), to, clock.instant(), actor, words);
  }

  private static MoveRefused notPermitted(Dossier dossier, BusinessState to) {
    return new MoveRefused(
        "Không thể chuyển hồ sơ từ “"
            + dossier.business().vietnamese()
            + "” sang “"
            + to.vietnamese()
            + "”.",
        "Dossier "
            + dossier.code()
            + " may not move from "
            + dossier.business().code()
            + " to "
            + to.code()
            + " today");
  }
}
