package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agreements;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.audit.AuditLog;
import org.dossierhub.exchange.legal.LegalInstruments;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.registry.RegistryRefused;
import org.dossierhub.exchange.registry.SetProcedureCode;
import org.dossierhub.exchange.registry.VerifyInstrument;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.work.Outbox;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.WaitingWork;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * {@code /quan-tri}: where administration begins, the audit log, the waiting work, the codes of
 * procedures.
 */
@Path("/quan-tri")
@Produces(Page.HTML)
@RequestScoped
@OnlyFor({Role.ADMINISTRATOR, Role.AUDITOR})
public class AdministrationPages {
  private static final int MOST = 300;

  @Inject Visit visit;
  @Inject Session session;
  @Inject CurrentAccount current;
  @Inject Administration administration;
  @Inject Agencies agencies;
  @Inject Agreements agreements;
  @Inject Accounts accounts;
  @Inject Procedures procedures;
  @Inject SetProcedureCode setProcedureCode;
  @Inject LegalInstruments instruments;
  @Inject VerifyInstrument verifyInstrument;
  @Inject AuditLog auditLog;
  @Inject Outbox outbox;
  @Inject Transactions transactions;
  @Inject Clock clock;

  /** A door to one part of the administration. */
  public record Tile(String key, String address, Optional<Integer> count) {}

  @GET
  public Page start() {
    var by = current.required();
    boolean wholeHub = administration.ofWholeHub(by);
    var tiles = new ArrayList<Tile>();
    if (wholeHub) {
      tiles.add(new Tile("agencies", "/quan-tri/co-quan", Optional.of(agencies.all().size())));
      tiles.add(
          new Tile("agreements", "/quan-tri/thoa-thuan", Optional.of(agreements.all().size())));
    }
    if (by.mayActAs(Role.ADMINISTRATOR)) {
      tiles.add(
          new Tile(
              "accounts",
              "/quan-tri/tai-khoan",
              Optional.of(
                  wholeHub ? accounts.all().size() : accounts.ofAgency(by.agency()).size())));
    }
    if (wholeHub) {
      tiles.add(new Tile("legal", "/quan-tri/phap-ly", Optional.of(instruments.all().size())));
      tiles.add(new Tile("procedures", "/thu-tuc", Optional.of(procedures.count())));
      tiles.add(
          new Tile(
              "work",
              "/quan-tri/viec",
              Optional.of(
                  (int) outbox.waiting(MOST).stream().filter(WaitingWork::setAside).count())));
    }
    tiles.add(new Tile("proofs", "/quan-tri/bang-chung", Optional.empty()));
    tiles.add(new Tile("audit", "/quan-tri/nhat-ky", Optional.empty()));
    return Page.of("admin").with("tiles", tiles).with("wholeHub", wholeHub);
  }

  @GET
  @Path("/nhat-ky")
  public Page audit() {
    var by = current.required();
    return Page.of("audit")
        .with(
            "entries",
            auditLog.newest(
                administration.readsEverything(by) ? Optional.empty() : Optional.of(by.agency()),
                MOST));
  }

  @GET
  @Path("/viec")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Page work() {
    return Page.of("work").with("work", outbox.waiting(MOST));
  }

  @POST
  @Path("/viec/{id}/lam-lai")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Response again(@PathParam("id") UUID id, PostedForm form) {
    var by = current.required();
    boolean found =
        transactions.inOne(
            () -> {
              boolean back = outbox.bringBack(id);
              if (back) {
                note(by, "WORK_BROUGHT_BACK", id.toString(), "");
              }
              return back;
            });
    if (!found) {
      throw new NotFoundException();
    }
    session.news(visit.texts().text("work.broughtBack"));
    return Response.seeOther(URI.create("/quan-tri/viec")).build();
  }

  @GET
  @Path("/thu-tuc/{id}")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Page procedure(@PathParam("id") UUID id) {
    return page(procedureWith(id));
  }

  @POST
  @Path("/thu-tuc/{id}")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Response setCode(@PathParam("id") UUID id, PostedForm form) {
    var procedure = procedureWith(id);
    Optional<ProcedureCode> code;
    try {
      code = form.optional("ma").map(ProcedureCode::new);
    } catch (IllegalArgumentException e) {
      return page(procedure).trouble(visit.texts().text("procedure.badCode")).answer(422);
    }
    try {
      setProcedureCode.set(id, code, current.required().username());
    } catch (RegistryRefused e) {
      return page(procedure)
          .trouble(visit.language().choose(e.vietnamese(), e.english()))
          .answer(409);
    }
    session.news(visit.texts().text("procedure.saved"));
    return Response.seeOther(URI.create("/quan-tri/thu-tuc/" + id)).build();
  }

  @GET
  @Path("/phap-ly")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Page legal() {
    return Page.of("admin-legal").with("instruments", instruments.all());
  }

  @POST
  @Path("/phap-ly")
  @OnlyFor(Role.ADMINISTRATOR)
  @OfWholeHub
  public Response verifyInstrument(PostedForm form) {
    var from = form.date("tu").orElseThrow(() -> new BadRequestException("The day is missing"));
    try {
      verifyInstrument.verify(
          form.text("so"), from, form.date("den"), current.required().username());
    } catch (RegistryRefused e) {
      return legal().trouble(visit.language().choose(e.vietnamese(), e.english())).answer(422);
    }
    session.news(visit.texts().text("legal.saved", form.text("so")));
    return Response.seeOther(URI.create("/quan-tri/phap-ly")).build();
  }

  private Page page(Procedure procedure) {
    return Page.of("admin-procedure").with("procedure", procedure);
  }

  private Procedure procedureWith(UUID id) {
    return procedures.byId(id).orElseThrow(NotFoundException::new);
  }

  private void note(Account by, String action, String subject, String detail) {
    auditLog.add(
        new AuditEntry(
            clock.instant(), by.username(), action, subject, Optional.of(by.agency()), detail));
  }
}
