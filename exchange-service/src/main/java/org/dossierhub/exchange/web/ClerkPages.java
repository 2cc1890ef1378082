package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.desk.DeskRefusal;
import org.dossierhub.exchange.desk.DeskRefused;
import org.dossierhub.exchange.desk.LookUpResults;
import org.dossierhub.exchange.desk.NumberResult;
import org.dossierhub.exchange.desk.PublishResult;
import org.dossierhub.exchange.desk.ReplaceResult;
import org.dossierhub.exchange.desk.RevokeResult;
import org.dossierhub.exchange.desk.SendBackDraft;
import org.dossierhub.exchange.desk.WithdrawNumber;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.exchange.settings.HubSettings;

/** {@code /van-thu}: the clerk numbers, dates, seals, publishes, revokes and replaces results. */
@Path("/van-thu")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor(Role.CLERK)
public class ClerkPages {
  private static final int MOST = 300;

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject HubSettings hub;
  @Inject LookUpResults lookUpResults;
  @Inject NumberResult numberResult;
  @Inject SendBackDraft sendBackDraft;
  @Inject WithdrawNumber withdrawNumber;
  @Inject PublishResult publishResult;
  @Inject RevokeResult revokeResult;
  @Inject ReplaceResult replaceResult;
  @Inject SigningSessionAnswer sessionAnswer;
  @Inject Clock clock;

  @GET
  public Page list() throws DeskRefused {
    var all = lookUpResults.ofAgency(current.required(), MOST);
    return Page.of("results")
        .with("kind", "clerk")
        .with(
            "groups",
            List.of(
                group("clerk.group.number", all, EnumSet.of(ResultState.AWAITING_NUMBER)),
                group("clerk.group.seal", all, EnumSet.of(ResultState.AWAITING_SEAL)),
                group(
                    "clerk.group.publish",
                    all,
                    EnumSet.of(ResultState.AWAITING_TIMESTAMP, ResultState.AWAITING_PUBLICATION)),
                group(
                    "clerk.group.published",
                    all,
                    EnumSet.of(ResultState.PUBLISHED, ResultState.REVOKED, ResultState.REPLACED))));
  }

  private static SigningPages.Group group(
      String heading, List<Result> all, Set<ResultState> states) {
    return new SigningPages.Group(
        heading, all.stream().filter(r -> states.contains(r.state())).toList());
  }

  @GET
  @Path("/{id}")
  public Page one(@PathParam("id") UUID id) throws DeskRefused {
    return page(current.required(), id);
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
  public Response session(@PathParam("id") UUID id, PostedForm form) {
    return sessionAnswer.open(current.required(), id, SigningRole.SEAL);
  }

  @POST
  @Path("/{id}/so")
  public Response number(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    var date = form.date("ngay").orElseThrow(() -> new BadRequestException("The date is missing"));
    return done(id, "clerk.done.number", account -> numberResult.number(account, id, date));
  }

  @POST
  @Path("/{id}/tra-lai")
  public Response sendBack(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    return done(
        id, "draft.sentBack", account -> sendBackDraft.sendBack(account, id, form.text("ly-do")));
  }

  @POST
  @Path("/{id}/so/bo")
  public Response takeNumberBack(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    return done(
        id,
        "clerk.done.takeBack",
        account -> withdrawNumber.withdraw(account, id, form.text("ly-do")));
  }

  @POST
  @Path("/{id}/phat-hanh")
  public Response publish(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    return done(id, "clerk.done.publish", account -> publishResult.publish(account, id));
  }

  @POST
  @Path("/{id}/thu-hoi")
  public Response revoke(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    return done(
        id, "clerk.done.revoke", account -> revokeResult.revoke(account, id, form.text("ly-do")));
  }

  @POST
  @Path("/{id}/thay-the")
  public Response replace(@PathParam("id") UUID id, PostedForm form) throws DeskRefused {
    var successor = successor(form.text("ban-moi"));
    return done(
        id,
        "clerk.done.replace",
        account -> replaceResult.replace(account, id, successor, form.text("ly-do")));
  }

  private interface Step {
    Result take(Account account) throws DeskRefused;
  }

  private Response done(UUID id, String news, Step step) throws DeskRefused {
    var account = current.required();
    try {
      step.take(account);
    } catch (DeskRefused e) {
      if (e.refusal().kind() == DeskRefusal.Kind.UNKNOWN) {
        throw e;
      }
      return page(account, id)
          .trouble(visit.language().choose(e.reasonVi(), e.reasonEn()))
          .answer(ProblemPages.statusOf(e));
    }
    session.news(visit.texts().text(news));
    return Response.seeOther(URI.create("/van-thu/" + id)).build();
  }

  private Page page(Account account, UUID id) throws DeskRefused {
    var result = lookUpResults.one(account, id);
    return Page.of("clerk")
        .with("result", result)
        .with("revisions", lookUpResults.revisions(account, id))
        .with("hasCertificate", !account.certificates().isEmpty())
        .with("agent", SigningAgent.address(hub))
        .with("today", LocalDate.ofInstant(clock.instant(), Texts.VIETNAM).toString())
        .with(
            "successors",
            lookUpResults.ofDossier(account, result.dossierId()).stream()
                .filter(other -> !other.id().equals(id))
                .filter(other -> other.state() == ResultState.PUBLISHED)
                .toList());
  }

  private static UUID successor(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new BadRequestException("Not a result", e);
    }
  }
}
