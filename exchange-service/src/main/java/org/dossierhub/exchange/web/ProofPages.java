package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.dossier.KeptProofs;
import org.dossierhub.exchange.dossier.KeptVerdict;
import org.dossierhub.exchange.verification.DeleteProofs;

/**
 * {@code /quan-tri/bang-chung}: what the stored verdicts of the account's own agency rest on, to be
 * looked at, taken along and, by administrators, deleted.
 */
@Path("/quan-tri/bang-chung")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor({Role.ADMINISTRATOR, Role.AUDITOR})
public class ProofPages {
  private static final int MOST = 100;
  private static final int SHORTEST_REASON = 10;
  private static final int LONGEST_REASON = 1000;

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject KeptProofs proofs;
  @Inject DeleteProofs deleteProofs;

  @GET
  public Page list(@QueryParam("ho-so") @DefaultValue("") String dossier) {
    var code = Templates.clean(dossier).strip();
    return Page.of("admin-proofs")
        .with("code", code)
        .with(
            "verdicts",
            proofs.newest(
                current.required().agency(),
                Optional.of(code).filter(text -> !text.isEmpty()),
                MOST));
  }

  @GET
  @Path("/{report}")
  public Page one(@PathParam("report") long report) {
    return page(of(report));
  }

  /** A certificate, list, answer, time-stamp or picture, as it was when the verdict was made. */
  @GET
  @Path("/{report}/{position}")
  public Response proof(@PathParam("report") long report, @PathParam("position") int position) {
    var verdict = of(report);
    var kept =
        verdict.proofs().stream()
            .filter(proof -> proof.position() == position)
            .findFirst()
            .orElseThrow(NotFoundException::new);
    var content =
        proofs
            .content(current.required().agency(), report, position)
            .orElseThrow(NotFoundException::new);
    return Download.of(
        content,
        kept.kind().mediaType(),
        "bang-chung-" + report + "-" + position + "." + kept.kind().extension());
  }

  @POST
  @Path("/{report}/xoa")
  @OnlyFor(Role.ADMINISTRATOR)
  public Response delete(@PathParam("report") long report, PostedForm form) {
    var verdict = of(report);
    var reason = form.text("ly-do");
    if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON) {
      return page(verdict).trouble(visit.texts().text("proofs.reasonMissing")).answer(422);
    }
    var deleted =
        deleteProofs.delete(current.required(), report, reason).orElseThrow(NotFoundException::new);
    session.news(visit.texts().text("proofs.deleted", deleted.taken(), deleted.usedByOthers()));
    return Response.seeOther(URI.create("/quan-tri/bang-chung/" + report)).build();
  }

  private Page page(KeptVerdict verdict) {
    return Page.of("admin-proof")
        .with("verdict", verdict)
        .with("mayDelete", current.required().mayActAs(Role.ADMINISTRATOR));
  }

  private KeptVerdict of(long report) {
    return proofs.verdict(current.required().agency(), report).orElseThrow(NotFoundException::new);
  }
}
