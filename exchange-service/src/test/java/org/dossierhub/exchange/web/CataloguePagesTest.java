package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.dossierhub.exchange.start.LoadInitialData;
import org.dossierhub.exchange.store.AdministrativeUnitStore;
import org.dossierhub.exchange.store.DatabaseTurns;
import org.dossierhub.exchange.store.ProcedureStore;
import org.dossierhub.exchange.store.ProvincePlanStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.store.TransitionStore;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables of the product as they are loaded, on the pages beside the catalogue. */
class CataloguePagesTest {
  private final TestDatabase test = TestDatabase.fresh();
  private final AdministrativeUnitStore units = new AdministrativeUnitStore(test.database());
  private final ProvincePlanStore plans = new ProvincePlanStore(test.database());
  private final CataloguePages pages = new CataloguePages();

  @BeforeEach
  void loaded() {
    new LoadInitialData(
            new ProcedureStore(test.database()),
            units,
            plans,
            new TransitionStore(test.database()),
            new DatabaseTurns(test.database()),
            test.transactions())
        .load();
    pages.units = units;
    pages.plans = plans;
  }

  @Test
  void a_search_with_control_characters_finds_what_it_finds_without_them() {
    var procedures = new ProcedureStore(test.database());

    assertThat(procedures.search("cấp\0phép", 0, 5))
        .isNotEmpty()
        .isEqualTo(procedures.search("cấp phép", 0, 5));
    assertThat(procedures.search("\0", 0, 5)).isEqualTo(procedures.search("", 0, 5));
  }

  @Test
  void every_code_is_shown_under_its_kind_with_its_confidence() {
    var kinds = (List<?>) pages.units().shown().get("kinds");

    assertThat(kinds)
        .map(CataloguePages.Kind.class::cast)
        .satisfiesExactly(
            provinces ->
                assertThat(provinces.units())
                    .anySatisfy(
                        unit -> {
                          assertThat(unit.name()).isEqualTo("Nam Định");
                          assertThat(unit.successorCode()).contains(new AgencyCode("H42"));
                          assertThat(unit.confidence()).isEqualTo("memory high");
                        }),
            ministries -> assertThat(ministries.units()).isNotEmpty())
        .flatMap(CataloguePages.Kind::units)
        .hasSameSizeAs(units.all())
        .allMatch(unit -> !unit.confidence().isBlank());
  }

  @Test
  void every_plan_is_shown_with_its_document_and_every_figure_it_has() {
    var shown = (List<?>) pages.plans().shown().get("plans");

    assertThat(shown)
        .map(CataloguePages.Plan.class::cast)
        .hasSize(5)
        .allSatisfy(plan -> assertThat(plan.unit()).isPresent())
        .anySatisfy(
            plan -> {
              assertThat(plan.province()).isEqualTo("Lào Cai");
              assertThat(plan.document()).isEqualTo("Kế hoạch 199/KH-UBND ngày 13/7/2016");
              assertThat(plan.facts()).contains(new CataloguePages.Fact("tthc_total", "1113"));
            });
    var columns = new TreeSet<String>();
    plans.all().forEach(plan -> columns.addAll(plan.facts().keySet()));
    columns.removeAll(List.of("code", "successor_code")); // shown from the list of codes
    assertThat(CataloguePages.FACTS).containsExactlyInAnyOrderElementsOf(columns);
  }

  @Test
  void every_figure_has_a_name_in_both_languages() {
    for (var language : Language.values()) {
      assertThat(CataloguePages.FACTS.stream().map(fact -> "plan." + fact))
          .allMatch(Texts.in(language)::has);
    }
  }
}
