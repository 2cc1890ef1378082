package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agreements;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.registry.AgreeExchange;
import org.dossierhub.exchange.registry.EndAgreement;
import org.dossierhub.exchange.registry.RegistryRefused;
import org.dossierhub.signing.identity.ProcedureCode;

/** {@code /quan-tri/thoa-thuan}: who may send which procedure to whom. */
@Path("/quan-tri/thoa-thuan")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor(Role.ADMINISTRATOR)
@OfWholeHub
public class AgreementAdministration {
  private static final long MEGABYTE = 1024L * 1024;

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject Agencies agencies;
  @Inject Agreements agreements;
  @Inject AgreeExchange agreeExchange;
  @Inject EndAgreement endAgreement;
  @Inject Clock clock;

  @GET
  public Page list() {
    return Page.of("admin-agreements")
        .with("agreements", agreements.all())
        .with("agencies", agencies.all())
        .with("today", today().toString());
  }

  @POST
  public Response add(PostedForm form) {
    Optional<ProcedureCode> procedure;
    try {
      procedure = form.optional("thu-tuc").map(ProcedureCode::new);
    } catch (IllegalArgumentException e) {
      return list().trouble(visit.texts().text("procedure.badCode")).answer(422);
    }
    try {
      agreeExchange.agree(
          new AgreeExchange.Terms(
              AccountAdministration.agency(form.text("ben-gui")),
              AccountAdministration.agency(form.text("ben-nhan")),
              procedure,
              form.date("tu").orElse(today()),
              form.date("den"),
              new Limits(
                  number(form.text("mb"), 1024) * MEGABYTE,
                  (int) number(form.text("phan"), 500),
                  Limits.GREATEST.messageBytes())),
          current.required().username());
    } catch (RegistryRefused e) {
      return refused(e);
    }
    return back();
  }

  @POST
  @Path("/{id}/ket-thuc")
  public Response end(@PathParam("id") UUID id, PostedForm form) {
    try {
      endAgreement.end(id, form.date("den").orElse(today()), current.required().username());
    } catch (RegistryRefused e) {
      return refused(e);
    }
    return back();
  }

  private Response refused(RegistryRefused refused) {
    return list()
        .trouble(visit.language().choose(refused.vietnamese(), refused.english()))
        .answer(422);
  }

  private Response back() {
    session.news(visit.texts().text("agreement.saved"));
    return Response.seeOther(URI.create("/quan-tri/thoa-thuan")).build();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), Texts.VIETNAM);
  }

  private static long number(String text, long most) {
    if (!text.matches("[0-9]{1,4}") || Long.parseLong(text) < 1 || Long.parseLong(text) > most) {
      throw new BadRequestException("A number from 1 to " + most + " is wanted");
    }
    return Long.parseLong(text);
  }
}
