package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.agency.Agreements;
import org.dossierhub.exchange.agency.ExchangeAgreement;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.registry.AgreeExchange;
import org.dossierhub.exchange.registry.EndAgreement;
import org.dossierhub.exchange.registry.RegistryRefused;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * {@code /admin/agreements}: who may send which procedure to whom. Sender, recipient and procedure
 * are the key: posting what is agreed today already changes nothing.
 */
@Path("/admin/agreements")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@ForAdministrators
public class AgreementResource {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
  private static final long MEGABYTE = 1024L * 1024;

  @Inject CurrentAccount current;
  @Inject Agreements agreements;
  @Inject AgreeExchange agreeExchange;
  @Inject EndAgreement endAgreement;
  @Inject Clock clock;

  @GET
  public String list() {
    var all = Json.createArrayBuilder();
    agreements.all().forEach(agreement -> all.add(json(agreement)));
    return all.build().toString();
  }

  /** 201 for a new agreement, 200 when the same is agreed already. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response agree(InputStream in) throws BodyRefused, RegistryRefused {
    var body = Body.read(in);
    var today = LocalDate.ofInstant(clock.instant(), VIETNAM);
    var sender = body.value("sender", "an agency code", AgencyCode::new);
    var recipient = body.value("recipient", "an agency code", AgencyCode::new);
    var procedure = body.optional("procedure", "a procedure code", ProcedureCode::new);
    var there =
        agreements.all().stream()
            .filter(a -> a.sender().equals(sender) && a.recipient().equals(recipient))
            .filter(a -> a.procedure().equals(procedure) && a.holdsOn(today))
            .findFirst();
    if (there.isPresent()) {
      return Response.ok(json(there.get()).build().toString()).build();
    }
    var agreed =
        agreeExchange.agree(
            new AgreeExchange.Terms(
                sender,
                recipient,
                procedure,
                body.date("from").orElse(today),
                body.date("until"),
                new Limits(
                    body.number("partMegabytes", 1024, 1024) * MEGABYTE,
                    (int) body.number("parts", 500, 500),
                    Limits.GREATEST.messageBytes())),
            current.required().username());
    return Response.status(201).entity(json(agreed).build().toString()).build();
  }

  /** The agreement holds up to and including a day; today when none is named. */
  @POST
  @Path("/{id}/end")
  @Consumes(MediaType.APPLICATION_JSON)
  public String end(@PathParam("id") UUID id, InputStream in) throws BodyRefused, RegistryRefused {
    var lastDay =
        Body.read(in)
            .date("lastDay")
            .orElseGet(() -> LocalDate.ofInstant(clock.instant(), VIETNAM));
    endAgreement.end(id, lastDay, current.required().username());
    return agreements.all().stream()
        .filter(agreement -> agreement.id().equals(id))
        .map(agreement -> json(agreement).build().toString())
        .findFirst()
        .orElseThrow();
  }

  private static JsonObjectBuilder json(ExchangeAgreement agreement) {
    var json =
        Json.createObjectBuilder()
            .add("id", agreement.id().toString())
            .add("sender", agreement.sender().value())
            .add("recipient", agreement.recipient().value())
            .add("from", agreement.from().toString())
            .add("partMegabytes", agreement.limits().partBytes() / MEGABYTE)
            .add("parts", agreement.limits().parts());
    agreement.procedure().ifPresent(code -> json.add("procedure", code.value()));
    agreement.until().ifPresent(day -> json.add("until", day.toString()));
    return json;
  }
}
