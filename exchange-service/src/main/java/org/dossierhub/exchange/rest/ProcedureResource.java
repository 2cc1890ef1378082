package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.UUID;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.registry.RegistryRefused;
import org.dossierhub.exchange.registry.SetProcedureCode;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * {@code /admin/procedures}: finding a procedure of the catalogue and giving it its national code.
 */
@Path("/admin/procedures")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@ForAdministrators
public class ProcedureResource {
  private static final int MOST = 500;

  @Inject CurrentAccount current;
  @Inject Procedures procedures;
  @Inject SetProcedureCode setProcedureCode;

  /** At most 500. */
  @GET
  public String search(@QueryParam("words") @DefaultValue("") String words) {
    var all = Json.createArrayBuilder();
    procedures.search(words, 0, MOST).forEach(procedure -> all.add(json(procedure)));
    return all.build().toString();
  }

  /** Without a code, or with null, the procedure has none afterwards. */
  @PUT
  @Path("/{id}/code")
  @Consumes(MediaType.APPLICATION_JSON)
  public String setCode(@PathParam("id") UUID id, InputStream in)
      throws BodyRefused, RegistryRefused {
    var code = Body.read(in).optional("code", "a procedure code", ProcedureCode::new);
    var procedure = procedures.byId(id).orElseThrow(NotFoundException::new);
    if (!procedure.code().equals(code)) {
      setProcedureCode.set(id, code, current.required().username());
    }
    return json(procedures.byId(id).orElseThrow(NotFoundException::new)).build().toString();
  }

  private static JsonObjectBuilder json(Procedure procedure) {
    var json =
        Json.createObjectBuilder()
            .add("id", procedure.id().toString())
            .add("name", procedure.name())
            .add("source", procedure.source())
            .add("canBeSynchronised", procedure.canBeSynchronised());
    procedure.code().ifPresent(code -> json.add("code", code.value()));
    return json;
  }
}
