package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.dossierhub.exchange.work.Transactions;
import org.dossierhub.signing.identity.Sha256;

/**
 * Removes payloads no row points at: uploads that were cut off, refused, or whose transaction did
 * not come to its end (fault F1), and parts of SOAP messages whose request was killed. What is
 * younger than a day, far more than the longest request, is left alone. A payload is first put
 * aside: a reaper that stood still may act on what has changed since, and whoever needs the bytes
 * gets them back. Only after another day without a row they are deleted. Nothing is removed while
 * the database is known to be older than the store ({@link DatabaseHistory}): the rows may be what
 * is missing.
 */
@ApplicationScoped
public class ReapPayloads {
  static final Duration GRACE = Duration.ofDays(1);

  private final FilePayloads payloads;
  private final Database database;
  private final Transactions transactions;
  private final DatabaseHistory history;
  private final Clock clock;

  /** For the container's proxy. */
  protected ReapPayloads() {
    this(null, null, null, null, null);
  }

  @Inject
  public ReapPayloads(
      FilePayloads payloads,
      Database database,
      Transactions transactions,
      DatabaseHistory history,
      Clock clock) {
    this.payloads = payloads;
    this.database = database;
    this.transactions = transactions;
    this.history = history;
    this.clock = clock;
  }

  /** The number of files removed or put aside. */
  public int reap() {
    history.remember(); // a loss of the last seconds, too
    if (history.loss().isPresent()) {
      return 0;
    }
    var before = clock.instant().minus(GRACE);
    int removed = 0;
    try {
      for (var folder : List.of(payloads.arriving(), payloads.incoming())) {
        for (var file : olderThan(before, folder)) {
          removed += Files.deleteIfExists(file) ? 1 : 0;
        }
      }
      for (var file : olderThan(before, payloads.reapedFolder())) {
        removed += transactions.inOne(() -> removeReaped(file)) ? 1 : 0;
      }
      for (var file : olderThan(before, payloads.keptFolder())) {
        removed += transactions.inOne(() -> removeOrphan(file, before)) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return removed;
  }

  // The row is put there first, so that an arriving message with the same bytes waits until the
  // file is gone, and then
  // finds out (FilePayloads.register).
  private boolean removeOrphan(Path file, Instant before) {
    var digest = file.getFileName().toString();
    if (!lockOrphan(digest)) {
      return false;
    }
    try {
      boolean young = youngAgain(file, before);
      if (!young) {
        payloads.takeAway(file);
      }
      unlock(digest);
      return !young;
    } catch (NoSuchFileException e) {
      unlock(digest);
      return false; // another node was faster
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean removeReaped(Path file) {
    var digest = file.getFileName().toString();
    boolean orphan = lockOrphan(digest);
    try {
      var payload = new Sha256(digest);
      if (!orphan && !payloads.isKept(payload)) {
        payloads.bringBack(payload);
        return false;
      }
      boolean gone = Files.deleteIfExists(file);
      if (orphan) {
        unlock(digest);
      }
      return gone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** False when a row points at it. */
  private boolean lockOrphan(String digest) {
    return database.read(
            h ->
                h.createUpdate(
                        "insert into payload (sha256, size) values (:sha256, 0) on conflict do nothing")
                    .bind("sha256", digest)
                    .execute())
        == 1;
  }

  private void unlock(String digest) {
    database.write(
        h ->
            h.createUpdate("delete from payload where sha256 = :sha256")
                .bind("sha256", digest)
                .execute());
  }

  private static boolean youngAgain(Path file, Instant before) throws IOException {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private static List<Path> olderThan(Instant before, Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> lastModified(file).isBefore(before))
          .toList();
    }
  }

  private static Instant lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      // Gone meanwhile: nothing to reap.
      return Instant.MAX;
    }
  }
}
