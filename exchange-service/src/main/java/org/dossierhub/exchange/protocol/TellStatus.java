package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.Results;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.signing.identity.DossierCode;

/**
 * Tells how far a dossier is, to the agency that submitted it and the one that decides it; for all
 * others it does not exist.
 */
@ApplicationScoped
public class TellStatus {
  private Dossiers dossiers;
  private Results results;
  private HubSettings hub;

  /** For the container's proxy. */
  protected TellStatus() {}

  @Inject
  public TellStatus(Dossiers dossiers, Results results, HubSettings hub) {
    this.dossiers = dossiers;
    this.results = results;
    this.hub = hub;
  }

  public StatusResponse answer(Caller caller, Status question) throws RefusalFault {
    var code = Read.asked(question.getDossierCode(), DossierCode::new);
    var dossier =
        dossiers
            .byCode(code)
            .filter(found -> concerns(caller, found))
            .orElseThrow(() -> Refusals.of(RejectionReason.UNKNOWN_DOSSIER, code.value()));

    var response = new StatusResponse();
    response.setDossierCode(dossier.code().value());
    response.setStatus(dossier.business().code());
    response.setLabel(dossier.business().vietnamese());
    response.setSince(dossier.businessSince());
    for (var move : dossiers.history(dossier.id())) {
      response.getHistory().add(event(move));
    }
    for (var result : results.ofDossier(dossier.id())) {
      if (result.publication().isPresent()) {
        response.getResult().add(published(result));
      }
    }
    return response;
  }

  static boolean concerns(Caller caller, Dossier dossier) {
    return dossier.submitter().equals(caller.agency()) || dossier.agency().equals(caller.agency());
  }

  private static StatusEvent event(DossierMove move) {
    BusinessState state = move.to();
    var event = new StatusEvent();
    event.setStatus(state.code());
    event.setLabel(state.vietnamese());
    event.setAt(move.at());
    move.reason().ifPresent(event::setNote);
    return event;
  }

  private PublishedResult published(Result result) {
    var publication = result.publication().orElseThrow();
    var published = new PublishedResult();
    published.setResultId(result.id().toString());
    published.setTitle(result.title());
    published.setSha256(publication.digest().hex());
    published.setPublicUrl(
        hub.publicUrl().resolve("/ket-qua/" + publication.token().value()).toString());
    published.setState(ResultState.valueOf(result.state().name()));
    return published;
  }
}
