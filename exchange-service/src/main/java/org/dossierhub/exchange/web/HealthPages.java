package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.dossierhub.exchange.health.AskHealth;

/** {@code /suc-khoe}: whether the hub is ready, part by part, for people. */
@Path("/suc-khoe")
@Produces(Page.HTML)
@RequestScoped
@OpenToAll
public class HealthPages {
  @Inject AskHealth askHealth;

  @GET
  public Response health() {
    var health = askHealth.ask();
    return Page.of("health").with("health", health).answer(health.ready() ? 200 : 503);
  }
}
