package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;
import org.dossierhub.exchange.audit.AuditChain;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.signing.identity.Sha256;

/**
 * Recognises a database that is older than the payload store, as one brought back from a backup is
 * (fault F8). Beside the payloads lies the newest place of the audit log that was ever seen, with
 * its hash. A database that does not have this place, or has another entry there, has lost what
 * came after its own end. That is written down beside it and stays so, for all nodes, until an
 * operator says with {@code ./hub reconcile --done} that it is dealt with; so long nothing is
 * reaped.
 *
 * <p>The place is remembered every few seconds: a database that lost less than that is not
 * recognised.
 */
@ApplicationScoped
public class DatabaseHistory {
  private static final Logger LOG = Correlation.logger(DatabaseHistory.class);

  private final Path folder;
  private final Database database;

  /** For the container's proxy. */
  protected DatabaseHistory() {
    this.folder = null;
    this.database = null;
  }

  @Inject
  public DatabaseHistory(StorageSettings settings, Database database) {
    this.folder = settings.dataFolder();
    this.database = database;
  }

  /** A sealed entry of the audit log. */
  record Place(long number, Sha256 hash, Instant at) {
    private static Place read(String line) {
      var words = line.strip().split(" ");
      return new Place(Long.parseLong(words[0]), new Sha256(words[1]), Instant.parse(words[2]));
    }

    private String line() {
      return number + " " + hash.hex() + " " + at + "\n";
    }
  }

  /**
   * What is known of a loss.
   *
   * @param end the last entry the database had when it was recognised
   * @param seen the newest entry that had been there before
   */
  record Loss(Place end, Place seen) {}

  /**
   * Remembers how far the database has come, unless it is older than what is remembered; then that
   * is written down. Returns whether anything was written, 1 or 0.
   */
  public int remember() {
    try {
      var seen = read(newest());
      if (seen.isPresent() && !has(seen.get())) {
        return loses(seen.get());
      }
      var end = end();
      if (end.number() <= seen.map(Place::number).orElse(0L)) {
        return 0;
      }
      write(newest(), end.line());
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException("How far the database has come cannot be remembered", e);
    }
  }

  private int loses(Place seen) throws IOException {
    if (loss().isPresent()) {
      return 0;
    }
    var end = end();
    write(older(), end.line() + seen.line());
    LOG.severe(
        () ->
            "DATABASE_OLDER: the database ends at place "
                + end.number()
                + " of the audit log, of "
                + end.at()
                + ", and had place "
                + seen.number()
                + ", of "
                + seen.at()
                + ", before. Nothing is reaped; ./hub reconcile lists what is missing");
    return 1;
  }

  /** Present from when it was recognised until an operator has dealt with it. */
  Optional<Loss> loss() {
    try {
      var lines = Files.readAllLines(older());
      return Optional.of(new Loss(Place.read(lines.get(0)), Place.read(lines.get(1))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Whether the database is older cannot be read", e);
    }
  }

  /** From here on the database counts as it is. */
  void dealtWith() throws IOException {
    Files.deleteIfExists(newest()); // first: what is left after a crash in between is still a loss
    Files.deleteIfExists(older());
  }

  private boolean has(Place place) {
    return database.read(
        h ->
            h.createQuery(
                    "select exists (select 1 from audit_seal where place = :place and hash = :hash)")
                .bind("place", place.number())
                .bind("hash", place.hash())
                .mapTo(Boolean.class)
                .one());
  }

  private Place end() {
    return database.read(
        h ->
            h.createQuery(
                    "select s.place, s.hash, a.at from audit_seal s"
                        + " join audit_log a on a.id = s.entry order by s.place desc limit 1")
                .map(
                    (row, context) ->
                        new Place(
                            row.getLong("place"),
                            new Sha256(row.getString("hash")),
                            Rows.instant(row, "at")))
                .findOne()
                .orElse(new Place(0, AuditChain.BEGINNING, Instant.EPOCH)));
  }

  private static Optional<Place> read(Path file) throws IOException {
    try {
      return Optional.of(Place.read(Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void write(Path file, String text) throws IOException {
    Files.createDirectories(folder);
    var fresh = folder.resolve(file.getFileName() + "." + UUID.randomUUID());
    try {
      try (var channel =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path newest() {
    return folder.resolve("database.newest");
  }

  private Path older() {
    return folder.resolve("database.older");
  }
}
