package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.settings.StorageSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that comes from a backup meets a payload store that went on (fault F8). */
class DatabaseHistoryTest {
  @TempDir Path folder;
  private final TestDatabase lost = TestDatabase.fresh();
  private final TestDatabase broughtBack = TestDatabase.fresh();

  @BeforeEach
  void a_store_that_has_seen_more_than_the_backup() throws Exception {
    writeEntries(lost, 5);
    writeEntries(broughtBack, 3);
    assertThat(history(lost).remember()).isEqualTo(1);
  }

  private static void writeEntries(TestDatabase test, int count) {
    var audit = new AuditStore(test.database());
    for (int i = 0; i < count; i++) {
      audit.add(
          new AuditEntry(
              Instant.now(), "G99.01", "MESSAGE_ACCEPTED", "m" + i, Optional.empty(), "DOSSIER"));
    }
    new SealAuditLog(test.database(), test.transactions()).seal();
  }

  private DatabaseHistory history(TestDatabase test) {
    return new DatabaseHistory(new StorageSettings(folder), test.database());
  }

  private DatabaseNotOlder health(TestDatabase test) {
    return new DatabaseNotOlder(history(test));
  }

  private FilePayloads payloads(TestDatabase test) {
    return new FilePayloads(new StorageSettings(folder), test.database());
  }

  private String reconcile(boolean done, int exit) throws Exception {
    var said = new ByteArrayOutputStream();
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    assertThat(new Reconcile(new StorageSettings(folder), broughtBack.database(), out).run(done))
        .isEqualTo(exit);
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_database_that_goes_on_is_no_loss_and_its_end_is_remembered() throws Exception {
    assertThat(history(lost).remember()).as("nothing new").isZero();
    writeEntries(lost, 1);

    assertThat(history(lost).remember()).isEqualTo(1);
    assertThat(health(lost).check().ready()).isTrue();
  }

  @Test
  void a_database_that_ends_before_what_was_seen_turns_health_red_until_it_is_dealt_with()
      throws Exception {
    history(broughtBack).remember();

    var part = health(broughtBack).check();
    assertThat(part.ready()).isFalse();
    assertThat(part.detail()).startsWith("DATABASE_OLDER");

    assertThat(reconcile(true, 0)).contains("Noted");
    assertThat(health(broughtBack).check().ready()).isTrue();
    assertThat(new AuditStore(broughtBack.database()).newest(Optional.empty(), 1))
        .singleElement()
        .matches(entry -> entry.action().equals("DATABASE_RECONCILED"));
    history(broughtBack).remember();
    assertThat(health(broughtBack).check().ready()).isTrue();
  }

  @Test
  void a_database_that_grew_past_the_place_with_other_entries_is_still_recognised() {
    writeEntries(broughtBack, 10);

    history(broughtBack).remember();

    assertThat(health(broughtBack).check().ready()).isFalse();
  }

  @Test
  void what_only_the_lost_database_knew_is_listed_and_not_reaped() throws Exception {
    var payload = payloads(lost).keep("hồ sơ".getBytes(StandardCharsets.UTF_8));
    var file = kept(payload);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofMinutes(1))));
    var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(3));

    var reaper =
        new ReapPayloads(
            payloads(broughtBack),
            broughtBack.database(),
            broughtBack.transactions(),
            history(broughtBack),
            later);
    assertThat(reaper.reap()).as("before anybody noticed").isZero();
    assertThat(file).exists();
    assertThat(reconcile(false, 1)).contains(payload.sha256().hex()).contains("--done");

    reconcile(true, 0);
    assertThat(reaper.reap()).isEqualTo(1);
  }

  private Path kept(Payload payload) throws Exception {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().equals(payload.sha256().hex()))
          .findFirst()
          .orElseThrow();
    }
  }
}
