package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.StagedBytes;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePayloadsTest {
  @TempDir Path folder;
  private final TestDatabase test = TestDatabase.fresh();

  private FilePayloads payloads() {
    return new FilePayloads(new StorageSettings(folder), test.database());
  }

  private ReapPayloads reaper() {
    return new ReapPayloads(
        payloads(), test.database(), test.transactions(), history(), Clock.systemUTC());
  }

  private DatabaseHistory history() {
    return new DatabaseHistory(new StorageSettings(folder), test.database());
  }

  @Test
  void equal_bytes_are_kept_once_and_read_back_as_they_were() throws Exception {
    var first = payloads().keep("hồ sơ".getBytes("UTF-8"));
    var second = payloads().keep("hồ sơ".getBytes("UTF-8"));

    assertThat(second).isEqualTo(first);
    assertThat(files()).hasSize(1);
    try (var in = payloads().open(first)) {
      assertThat(in.readAllBytes()).isEqualTo("hồ sơ".getBytes("UTF-8"));
    }
  }

  @Test
  void what_it_has_staged_before_is_not_copied() throws Exception {
    var staged = payloads().stage(new ByteArrayInputStream(new byte[100_000]), 100_000);

    try (var bytes = new StagedBytes(staged)) {
      assertThat(payloads().stage(bytes, 100_000)).isEqualTo(staged);
      assertThatThrownBy(() -> payloads().stage(bytes, 99_999)).isInstanceOf(TooLarge.class);
    }
    assertThat(files()).containsExactly(staged.file());
  }

  @Test
  void what_another_store_has_staged_is_copied() throws Exception {
    var elsewhere = new FilePayloads(new StorageSettings(folder.resolve("other")), test.database());
    var theirs = elsewhere.stage(new ByteArrayInputStream(new byte[100_000]), 100_000);

    try (var bytes = new StagedBytes(theirs)) {
      var ours = payloads().stage(bytes, 100_000);

      assertThat(ours.sha256()).isEqualTo(theirs.sha256());
      assertThat(ours.file()).isNotEqualTo(theirs.file());
    }
  }

  @Test
  void reading_stops_at_the_limit_and_leaves_nothing_behind() {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 1;
          }

          @Override
          public int read(byte[] into, int from, int length) {
            return length;
          }
        };

    assertThatThrownBy(() -> payloads().stage(endless, 1_000_000)).isInstanceOf(TooLarge.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void an_upload_that_is_cut_off_leaves_nothing_behind() {
    var cut =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("connection reset");
            }
            return 7;
          }
        };

    assertThatThrownBy(() -> payloads().stage(cut, 1_000_000)).hasMessage("connection reset");
    assertThat(files()).isEmpty();
  }

  @Test
  void the_reaper_takes_old_orphans_and_leaves_registered_and_young_payloads() throws Exception {
    var registered = payloads().keep(new byte[] {1});
    test.transactions().inOne(() -> payloads().register(registered));
    payloads().keep(new byte[] {2});
    payloads().stage(new ByteArrayInputStream(new byte[] {3}), 10);
    for (var file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
    payloads().keep(new byte[] {4});

    assertThat(reaper().reap()).isEqualTo(2);

    assertThat(files()).hasSize(3);
    try (var in = payloads().open(registered)) {
      assertThat(in.readAllBytes()).containsExactly(1);
    }
    for (var file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    }
    assertThat(reaper().reap())
        .as("the one put aside goes, the other one is put aside")
        .isEqualTo(2);
    assertThat(files()).hasSize(2);
  }

  @Test
  void F27_a_reaper_that_stood_still_takes_no_bytes_that_arrived_again_meanwhile()
      throws Exception {
    var payload = payloads().keep(new byte[] {1});
    for (var file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
    Transactions endedByTheDatabase =
        new Transactions() {
          @Override
          public <T> T inOne(java.util.function.Supplier<T> work) {
            return test.transactions()
                .inOne(
                    () -> {
                      work.get();
                      throw new TryAgainLater("the transaction was idle for too long");
                    });
          }
        };
    var stoodStill =
        new ReapPayloads(
            payloads(), test.database(), endedByTheDatabase, history(), Clock.systemUTC());
    assertThatThrownBy(stoodStill::reap).isInstanceOf(TryAgainLater.class);

    test.transactions().inOne(() -> payloads().register(payload));

    try (var in = payloads().open(payload)) {
      assertThat(in.readAllBytes()).containsExactly(1);
    }
  }

  @Test
  void the_reaper_takes_parts_of_soap_messages_whose_request_was_killed_long_ago()
      throws Exception {
    var incoming = Files.createDirectories(new StorageSettings(folder).incoming());
    var left = Files.write(incoming.resolve("cos1.tmp"), new byte[] {1});
    var arriving = Files.write(incoming.resolve("cos2.tmp"), new byte[] {2});
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    assertThat(reaper().reap()).isEqualTo(1);

    assertThat(left).doesNotExist();
    assertThat(arriving).exists();
  }

  @Test
  void an_old_orphan_becomes_young_when_the_same_bytes_arrive_again() throws Exception {
    payloads().keep(new byte[] {1});
    Files.setLastModifiedTime(
        files().get(0), FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    payloads().keep(new byte[] {1});

    assertThat(reaper().reap()).isZero();
  }

  @Test
  void bytes_that_are_not_there_cannot_be_registered() {
    var missing = new Payload(Sha256.of(new byte[] {9}), 1);

    assertThatThrownBy(() -> test.transactions().inOne(() -> payloads().register(missing)))
        .isInstanceOf(TryAgainLater.class);
  }

  private java.util.List<Path> files() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
