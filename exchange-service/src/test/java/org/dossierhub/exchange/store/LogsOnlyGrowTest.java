package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsOnlyGrowTest {
  private final TestDatabase test = TestDatabase.fresh();
  private final AuditStore audit = new AuditStore(test.database());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_log set actor = 'nobody'",
        "delete from audit_log",
        "truncate audit_log cascade"
      })
  void an_audit_entry_can_be_neither_changed_nor_removed(String statement) {
    audit.add(
        new AuditEntry(
            Instant.now(), "quan-tri", "AGENCY_REGISTERED", "H99.21", Optional.empty(), "SOAP"));

    assertThatThrownBy(() -> test.database().write(h -> h.execute(statement)))
        .hasMessageContaining("only grows");
    assertThat(audit.about("H99.21")).hasSize(1);
  }

  @Test
  void an_agency_sees_its_own_entries_only() {
    for (var code : new String[] {"H99.08", "H99.05"}) {
      audit.add(
          new AuditEntry(
              Instant.now(),
              "quan-tri",
              "AGENCY_REGISTERED",
              code,
              Optional.of(new AgencyCode(code)),
              ""));
    }

    assertThat(audit.newest(Optional.of(new AgencyCode("H99.05")), 10))
        .extracting(AuditEntry::subject)
        .containsExactly("H99.05");
    assertThat(audit.newest(Optional.empty(), 10)).hasSize(2);
  }
}
