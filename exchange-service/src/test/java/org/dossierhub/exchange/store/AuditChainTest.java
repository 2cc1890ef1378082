package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.store.ExamineAuditLog.Broken;
import org.dossierhub.exchange.store.ExamineAuditLog.Kind;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.timestamp.AskTimestamp;
import org.dossierhub.signing.timestamp.TimestampTrust;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody who owns the database may try to do to the log. */
class AuditChainTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final TimestampTrust TRUST =
      new TimestampTrust(PKI.governmentAnchors(), PKI.intermediates());

  private final TestDatabase test = TestDatabase.fresh();
  private final AuditStore audit = new AuditStore(test.database());
  private final SealAuditLog seal = new SealAuditLog(test.database(), test.transactions());
  private final AnchorAuditLog anchor =
      new AnchorAuditLog(
          test.database(),
          test.transactions(),
          new AskTimestamp(request -> PKI.timestampAnswer(request, Instant.now()), TRUST),
          Clock.systemUTC());

  @BeforeEach
  void five_sealed_entries() {
    for (int i = 1; i <= 5; i++) {
      add("H99.2" + i);
    }
    assertThat(seal.seal()).isEqualTo(5);
  }

  private void add(String subject) {
    audit.add(
        new AuditEntry(
            Instant.now(),
            "quan-tri",
            "AGENCY_REGISTERED",
            subject,
            Optional.of(new AgencyCode("H99.00")),
            "Sở Nông nghiệp"));
  }

  private ExamineAuditLog.Finding examined() throws SQLException {
    try (var connection = test.plain().getConnection()) {
      return new ExamineAuditLog(connection, TRUST).examine();
    }
  }

  /** As who owns the database can: the triggers do not hold him. */
  private void tamper(String table, String statement) throws SQLException {
    try (var connection = test.plain().getConnection();
        var with = connection.createStatement()) {
      with.execute("set session_replication_role = replica");
      assertThat(with.executeUpdate(statement)).as(table).isPositive();
    }
  }

  @Test
  void a_log_as_it_was_written_is_whole_and_anchored_where_it_was_time_stamped() throws Exception {
    assertThat(anchor.anchor()).contains(5L);
    assertThat(anchor.anchor()).as("nothing new").isEmpty();
    add("H99.30");

    var finding = examined();

    assertThat(finding.broken()).isEmpty();
    assertThat(finding.sealed()).isEqualTo(5);
    assertThat(finding.waiting()).isEqualTo(1);
    assertThat(finding.anchored()).map(ExamineAuditLog.Anchored::place).contains(5L);
    assertThat(seal.seal()).isEqualTo(1);
    assertThat(seal.seal()).isZero();
    assertThat(examined().sealed()).isEqualTo(6);
  }

  @Test
  void the_first_altered_entry_is_found() throws Exception {
    tamper(
        "audit_log", "update audit_log set actor = 'nobody' where subject in ('H99.23', 'H99.25')");

    assertThat(examined().broken()).contains(new Broken(3, Kind.ALTERED, entry("H99.23")));
    assertThat(examined().sealed()).isEqualTo(2);
  }

  @Test
  void a_time_moved_by_a_millionth_of_a_second_is_found() throws Exception {
    tamper(
        "audit_log",
        "update audit_log set at = at + interval '1 microsecond' where subject = 'H99.21'");

    assertThat(examined().broken()).contains(new Broken(1, Kind.ALTERED, entry("H99.21")));
  }

  @Test
  void a_missing_entry_is_found() throws Exception {
    long entry = entry("H99.24");
    tamper("audit_log", "delete from audit_log where subject = 'H99.24'");

    assertThat(examined().broken()).contains(new Broken(4, Kind.ENTRY_MISSING, entry));
  }

  @Test
  void an_entry_taken_away_with_its_place_is_found() throws Exception {
    tamper("audit_seal", "delete from audit_seal where place = 2");
    tamper("audit_log", "delete from audit_log where subject = 'H99.22'");

    assertThat(examined().broken()).map(Broken::kind).contains(Kind.PLACE_MISSING);
    assertThat(examined().broken()).map(Broken::place).contains(2L);
  }

  @Test
  void two_entries_that_changed_places_are_found() throws Exception {
    tamper("audit_seal", "update audit_seal set entry = -entry where place in (2, 3)");
    tamper(
        "audit_seal",
        "update audit_seal s set entry = -o.entry from audit_seal o"
            + " where s.place in (2, 3) and o.place = 5 - s.place");

    assertThat(examined().broken()).map(Broken::kind).contains(Kind.ALTERED);
    assertThat(examined().broken()).map(Broken::place).contains(2L);
  }

  @Test
  void an_end_that_was_cut_off_is_found_when_it_was_time_stamped() throws Exception {
    anchor.anchor();
    tamper("audit_seal", "delete from audit_seal where place > 3");
    tamper("audit_log", "delete from audit_log where subject > 'H99.23'");

    assertThat(examined().broken()).contains(new Broken(4, Kind.END_MISSING, 0));
  }

  @Test
  void a_chain_written_anew_is_not_the_one_that_was_time_stamped() throws Exception {
    anchor.anchor();
    tamper("audit_log", "update audit_log set actor = 'nobody' where subject = 'H99.25'");
    tamper("audit_seal", "delete from audit_seal where place = 5");
    tamper("audit_to_seal", "insert into audit_to_seal values (" + entry("H99.25") + ")");
    assertThat(seal.seal()).isEqualTo(1);

    assertThat(examined().broken()).contains(new Broken(5, Kind.ANCHOR_DIFFERS, entry("H99.25")));
  }

  @Test
  void an_entry_put_in_behind_the_hubs_back_is_found() throws Exception {
    tamper(
        "audit_log",
        "insert into audit_log (at, actor, action, subject, detail)"
            + " values (now(), 'nobody', 'DOSSIER_MOVED', 'H99.99', '')");

    assertThat(examined().broken()).map(Broken::kind).contains(Kind.NEVER_SEALED);
  }

  @Test
  void two_nodes_seal_one_chain() throws Exception {
    for (int i = 0; i < 300; i++) {
      add("H99.5");
    }
    var nodes = java.util.concurrent.Executors.newFixedThreadPool(2);
    try {
      var first = nodes.submit(seal::seal);
      var second = nodes.submit(new SealAuditLog(test.database(), test.transactions())::seal);
      assertThat(first.get() + second.get()).isEqualTo(300);
    } finally {
      nodes.shutdown();
    }
    assertThat(examined().broken()).isEmpty();
    assertThat(examined().sealed()).isEqualTo(305);
  }

  private long entry(String subject) {
    return test.database()
        .read(
            h ->
                h.createQuery("select id from audit_log where subject = :subject")
                    .bind("subject", subject)
                    .mapTo(Long.class)
                    .one());
  }
}
