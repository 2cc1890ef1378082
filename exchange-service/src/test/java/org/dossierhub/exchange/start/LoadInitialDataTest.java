package org.dossierhub.exchange.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Transition;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.store.AdministrativeUnitStore;
import org.dossierhub.exchange.store.DatabaseTurns;
import org.dossierhub.exchange.store.ProcedureStore;
import org.dossierhub.exchange.store.ProvincePlanStore;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.store.TransitionStore;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadInitialDataTest {
  private final TestDatabase test = TestDatabase.fresh();
  private final ProcedureStore procedures = new ProcedureStore(test.database());
  private final AdministrativeUnitStore units = new AdministrativeUnitStore(test.database());
  private final ProvincePlanStore plans = new ProvincePlanStore(test.database());
  private final TransitionStore transitions = new TransitionStore(test.database());
  private final LoadInitialData load =
      new LoadInitialData(
          procedures,
          units,
          plans,
          transitions,
          new DatabaseTurns(test.database()),
          test.transactions());

  @BeforeEach
  void loaded() {
    load.load();
  }

  @Test
  void the_catalogue_has_the_234_procedures_of_the_plans_and_no_made_up_code() {
    assertThat(procedures.count()).isEqualTo(234);
    assertThat(procedures.search("", 0, 500)).noneMatch(Procedure::canBeSynchronised);
    assertThat(plans.all()).hasSize(5);
    assertThat(units.all()).hasSizeGreaterThan(90);
  }

  @Test
  void loading_again_adds_nothing_and_keeps_what_an_administrator_entered() {
    var permit = procedures.search("giay phep xay dung ha giang", 0, 5).get(0);
    procedures.setCode(permit.id(), Optional.of(new ProcedureCode("9.999901")));

    assertThat(load.load()).isZero();

    assertThat(procedures.byCode(new ProcedureCode("9.999901.000.00.00.H22")))
        .get()
        .extracting(Procedure::id)
        .isEqualTo(permit.id());
  }

  @Test
  void procedures_are_found_without_diacritics_in_any_order() {
    assertThat(procedures.search("DUNG xây cap", 0, 100))
        .extracting(Procedure::name)
        .contains("Cấp giấy phép xây dựng");
  }

  @Test
  void old_provinces_know_their_successor() {
    var haGiang = units.byCode(new AgencyCode("H22")).orElseThrow();
    assertThat(haGiang.successorCode()).contains(new AgencyCode("H60"));
    assertThat(haGiang.mergedOn()).contains(LocalDate.of(2025, 7, 1));
  }

  @Test
  void the_transitions_are_dated() {
    assertThat(transitions.from(BusinessState.DONE, LocalDate.of(2026, 1, 1)))
        .extracting(Transition::to)
        .containsExactly(BusinessState.RETURNED);
    assertThat(transitions.from(BusinessState.DONE, LocalDate.of(2025, 6, 30))).isEmpty();
  }
}
