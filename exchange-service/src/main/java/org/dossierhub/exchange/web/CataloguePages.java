package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.staff.Administration;

/** {@code /thu-tuc}: the catalogue of procedures with the documents it was taken from. */
@Path("/thu-tuc")
@Produces(Page.HTML)
@RequestScoped
@OpenToAll
public class CataloguePages {
  private static final int ROWS = 40;

  @Inject Procedures procedures;
  @Inject CurrentAccount current;
  @Inject Administration administration;

  @GET
  public Page catalogue(
      @QueryParam("tim") @DefaultValue("") String words,
      @QueryParam("tu") @DefaultValue("0") int offset) {
    var rows = new Rows("/thu-tuc", offset, ROWS).with("tim", words);
    var found = procedures.search(words.strip(), rows.offset(), ROWS + 1);
    return rows.on(Page.of("catalogue"), found, "procedures")
        .with("words", words)
        .with("total", procedures.count())
        .with("mayEdit", current.signedIn().map(administration::ofWholeHub).orElse(false));
  }
}
