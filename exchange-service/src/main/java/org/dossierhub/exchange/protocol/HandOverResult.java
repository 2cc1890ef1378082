package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.Results;

/**
 * Gives the file of a published result to the agencies its dossier concerns and to those on its
 * distribution list.
 */
@ApplicationScoped
public class HandOverResult {
  private Results results;
  private Dossiers dossiers;
  private Payloads payloads;

  /** For the container's proxy. */
  protected HandOverResult() {}

  @Inject
  public HandOverResult(Results results, Dossiers dossiers, Payloads payloads) {
    this.results = results;
    this.dossiers = dossiers;
    this.payloads = payloads;
  }

  public FetchResultResponse answer(Caller caller, FetchResult question) throws RefusalFault {
    var id = Read.asked(question.getResultId(), UUID::fromString);
    var result =
        results
            .byId(id)
            .filter(found -> found.publication().isPresent() && maySee(caller, found))
            .orElseThrow(() -> Refusals.of(WireRefusal.UNKNOWN_RESULT));
    var digest = result.publication().orElseThrow().digest();
    var published =
        results.revisions(id).stream()
            .filter(revision -> revision.digest().equals(digest))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("Result " + id + " lacks the published revision"));

    var response = new FetchResultResponse();
    response.setFile(
        Files.file(
            payloads,
            fileName(result),
            "application/pdf",
            new Payload(published.digest(), published.size())));
    return response;
  }

  private boolean maySee(Caller caller, Result result) {
    return result.distribution().contains(caller.agency())
        || dossiers
            .byId(result.dossierId())
            .filter(dossier -> TellStatus.concerns(caller, dossier))
            .isPresent();
  }

  private static String fileName(Result result) {
    return result.title().replaceAll("[/\\\\:\\p{C}]", " ").strip() + ".pdf";
  }
}
