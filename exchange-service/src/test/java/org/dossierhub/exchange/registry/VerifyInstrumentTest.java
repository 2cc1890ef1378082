package org.dossierhub.exchange.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.legal.LegalInstrument;
import org.dossierhub.exchange.store.LegalInstrumentStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyInstrumentTest {
  private static final String ONE_STOP = "118/2025/NĐ-CP";
  private static final LocalDate FROM = LocalDate.of(2025, 7, 1);

  @TempDir Path folder;
  private HubWorld world;
  private LegalInstrumentStore instruments;
  private VerifyInstrument verify;

  @BeforeEach
  void world() {
    world = new HubWorld(folder);
    instruments = new LegalInstrumentStore(world.test.database());
    verify =
        new VerifyInstrument(
            instruments,
            new Registry(
                world.agencies,
                world.audit,
                world.transactions,
                world.clock,
                (AgencyCertificatesChanged event) -> {}));
  }

  @Test
  void what_nobody_compared_with_the_official_text_is_shown_to_no_citizen() {
    assertThat(instruments.all()).hasSizeGreaterThan(5);
    assertThat(instruments.basisOn(FROM.plusYears(1))).isEmpty();
  }

  @Test
  void a_compared_instrument_is_shown_for_results_of_the_days_it_is_in_force() throws Exception {
    verify.verify(ONE_STOP, FROM, Optional.of(FROM.plusYears(2)), "quan-tri");

    assertThat(instruments.basisOn(FROM.plusYears(1)))
        .extracting(LegalInstrument::no)
        .containsExactly(ONE_STOP);
    assertThat(instruments.basisOn(FROM.minusDays(1))).isEmpty();
    assertThat(instruments.basisOn(FROM.plusYears(2).plusDays(1))).isEmpty();
    assertThat(instruments.byNo(ONE_STOP).orElseThrow().verifiedBy()).contains("quan-tri");
    assertThat(world.audit.about(ONE_STOP))
        .extracting(AuditEntry::action)
        .containsExactly("LEGAL_INSTRUMENT_VERIFIED");
  }

  @Test
  void an_unknown_number_and_days_in_the_wrong_order_are_refused() {
    assertThat(
            catchThrowableOfType(
                    RegistryRefused.class,
                    () -> verify.verify("1/1900/QĐ", FROM, Optional.empty(), "quan-tri"))
                .code())
        .isEqualTo("UNKNOWN_INSTRUMENT");
    assertThat(
            catchThrowableOfType(
                    RegistryRefused.class,
                    () -> verify.verify(ONE_STOP, FROM, Optional.of(FROM.minusDays(1)), "quan-tri"))
                .code())
        .isEqualTo("WRONG_DATES");
  }
}
