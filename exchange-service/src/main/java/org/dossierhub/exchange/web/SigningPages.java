package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.desk.DeskRefusal;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.LookUpResults;
import org.dossierhub.exchange.desk.SendBackDraft;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.settings.HubSettings;

/** {@code /ky}: what a leader has to sign, and the page on which it is signed with the token. */
@Path("/ky")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor(Role.LEADER)
public class SigningPages {
  private static final int MOST = 300;

  @Inject CurrentAccount current;
  @Inject HubSettings hub;
  @Inject LookUpResults lookUpResults;
  @Inject SendBackDraft sendBackDraft;
  @Inject SigningSessionAnswer sessionAnswer;
  @Inject Session session;
  @Inject Visit visit;

  /** Results of one step, under the key of its heading. */
  public record Group(String heading, List<Result> results) {}

  @GET
  public Page list() throws DeskRefused {
    var all = lookUpResults.ofAgency(current.required(), MOST);
    return Page.of("results")
        .with("kind", "sign")
        .with(
            "groups",
            List.of(
                new Group(
                    "sign.group.waiting",
                    all.stream().filter(r -> r.state() == ResultState.AWAITING_LEADER).toList()),
                new Group(
                    "sign.group.signed",
                    all.stream()
                        .filter(r -> r.state() != ResultState.AWAITING_LEADER)
                        .limit(20)
                        .toList())));
  }

  @GET
  @Path("/{id}")
  public Page one(@PathParam("id") UUID id) throws DeskRefused {
    return page(current.required(), id);
  }

  private Page page(Account account, UUID id) throws DeskRefused {
    return Page.of("sign")
        .with("result", lookUpResults.one(account, id))
        .with("hasCertificate", !account.certificates().isEmpty())
        .with("agent", SigningAgent.address(hub));
  }

  @POST
  @Path("/{id}/tra-lai")
  public Response sendBack(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    var account = current.required();
    try {
      sendBackDraft.sendBack(account, id, form.text("ly-do"));
    } catch (DeskRefused e) {
      if (e.refusal().kind() == DeskRefusal.Kind.UNKNOWN) {
        throw e;
      }
      return page(account, id)
          .trouble(visit.language().choose(e.reasonVi(), e.reasonEn()))
          .answer(ProblemPages.statusOf(e));
    }
    session.news(visit.texts().text("draft.sentBack"));
    return Response.seeOther(URI.create("/ky")).build();
  }

  @GET
  @Path("/{id}/tep")
  @Produces("application/pdf")
  public Response document(@PathParam("id") UUID id) throws DeskRefused {
    return Download.shown(
        lookUpResults.document(current.required(), id),
        lookUpResults.one(current.required(), id).title() + ".pdf");
  }

  /** Called by the page's script: a one-time session for the signing agent. */
  @POST
  @Path("/{id}/phien")
  @Produces(MediaType.APPLICATION_JSON)
  public Response openSession(@PathParam("id") UUID id, PostedForm form) {
    return sessionAnswer.open(current.required(), id, SigningRole.LEADER);
  }
}
