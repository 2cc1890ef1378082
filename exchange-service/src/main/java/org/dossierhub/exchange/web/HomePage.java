package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** {@code /}: what the hub is for, with the citizen's check at the top. */
@Path("/")
@Produces(Page.HTML)
@RequestScoped
@OpenToAll
public class HomePage {

  @GET
  public Page home() {
    return Page.of("home");
  }
}
