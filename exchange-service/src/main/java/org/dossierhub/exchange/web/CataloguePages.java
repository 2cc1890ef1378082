package org.dossierhub.exchange.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dossierhub.exchange.account.CurrentAccount;
import org.dossierhub.exchange.agency.AdministrativeUnit;
import org.dossierhub.exchange.agency.AdministrativeUnits;
import org.dossierhub.exchange.agency.ProvincePlan;
import org.dossierhub.exchange.agency.ProvincePlans;
import org.dossierhub.exchange.procedure.Procedures;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * {@code /thu-tuc}: the catalogue of procedures with the documents it was taken from; beside it the
 * codes of provinces and ministries with how sure each is, and the figures of the founding plans.
 */
@Path("/thu-tuc")
@Produces(Page.HTML)
@RequestScoped
@OpenToAll
public class CataloguePages {
  private static final int ROWS = 40;

  /** The columns of the plans in the order they are shown in. */
  static final List<String> FACTS =
      List.of(
          "source",
          "doc_year",
          "agencies",
          "districts",
          "communes",
          "tthc_total",
          "tthc_province",
          "tthc_district",
          "tthc_commune",
          "targets",
          "budget_million_vnd",
          "budget_detail",
          "catalogue_rows",
          "catalogue_detail",
          "merged_into");

  @Inject Procedures procedures;
  @Inject AdministrativeUnits units;
  @Inject ProvincePlans plans;
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

  /** Provinces and ministries of one kind, under the key of its heading. */
  public record Kind(String heading, List<AdministrativeUnit> units) {}

  @GET
  @Path("/co-quan")
  public Page units() {
    var all = units.all();
    return Page.of("catalogue-units")
        .with("total", all.size())
        .with(
            "kinds",
            Stream.of("province", "ministry")
                .map(
                    kind ->
                        new Kind(
                            "units." + kind,
                            all.stream().filter(unit -> unit.kind().equals(kind)).toList()))
                .toList());
  }

  /** One column of a plan that is filled in. */
  public record Fact(String name, String value) {}

  /** A plan with its filled columns and what the list of codes says of its province. */
  public record Plan(
      String province, String document, List<Fact> facts, Optional<AdministrativeUnit> unit) {}

  @GET
  @Path("/ke-hoach")
  public Page plans() {
    return Page.of("catalogue-plans").with("plans", plans.all().stream().map(this::shown).toList());
  }

  private Plan shown(ProvincePlan plan) {
    return new Plan(
        plan.province(),
        plan.document(),
        FACTS.stream()
            .filter(plan.facts()::containsKey)
            .map(name -> new Fact(name, plan.facts().get(name)))
            .toList(),
        Optional.ofNullable(plan.facts().get("code")).map(AgencyCode::new).flatMap(units::byCode));
  }
}
