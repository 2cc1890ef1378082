package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.dossierhub.exchange.health.AskHealth;
import org.dossierhub.exchange.health.Health;

/**
 * {@code /health}: 200 when every part is ready, else 503; for the launcher and for load balancers.
 */
@Path("/health")
@RequestScoped
public class HealthResource {
  @Inject private AskHealth askHealth;

  /**
   * Whether to send requests here: 200 when this node has what it needs to answer. A broker that is
   * away only delays, and would take all nodes out at once.
   */
  @GET
  @Path("/ready")
  @Produces(MediaType.APPLICATION_JSON)
  public Response ready() {
    return answer(askHealth.readiness());
  }

  /**
   * 200 as long as this server answers at all, whatever is away behind it: when this one fails, a
   * restart helps; when only readiness does, it would not.
   */
  @GET
  @Path("/live")
  @Produces(MediaType.APPLICATION_JSON)
  public Response live() {
    return Response.ok("{\"live\":true}").header("Cache-Control", "no-store").build();
  }

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response health() {
    return answer(askHealth.ask());
  }

  private static Response answer(Health health) {
    return Response.status(health.ready() ? 200 : 503)
        .entity(json(health))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static String json(Health health) {
    var parts = Json.createArrayBuilder();
    for (var part : health.parts()) {
      parts.add(
          Json.createObjectBuilder()
              .add("name", part.name())
              .add("ready", part.ready())
              .add("detail", part.detail()));
    }
    return Json.createObjectBuilder()
        .add("ready", health.ready())
        .add("at", health.at().toString())
        .add("parts", parts)
        .build()
        .toString();
  }
}
