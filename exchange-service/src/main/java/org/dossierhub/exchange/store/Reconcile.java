package org.dossierhub.exchange.store;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.settings.StorageSettings;
import org.dossierhub.exchange.work.TryAgainLater;
import org.jdbi.v3.core.Jdbi;

/**
 * The command {@code ./hub reconcile}: lists what a database that is older than the payload store
 * does not know; with {@code --done} ends that state, and the audit log says so. Reads {@code
 * HUB_DATABASE_URL}, {@code HUB_DATABASE_USER}, {@code HUB_DATABASE_PASSWORD} and {@code
 * HUB_DATA_FOLDER} from the environment. Exit code 0: nothing is missing, or it is dealt with; 1:
 * something is; 2: it cannot be told.
 */
public final class Reconcile {
  /** By so much the clocks of those who write files and rows may differ. */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  private final FilePayloads payloads;
  private final Database database;
  private final DatabaseHistory history;
  private final AuditStore audit;
  private final PrintStream out;

  Reconcile(StorageSettings storage, Database database, PrintStream out) {
    this.payloads = new FilePayloads(storage, database);
    this.database = database;
    this.history = new DatabaseHistory(storage, database);
    this.audit = new AuditStore(database);
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException {
    var reconcile =
        new Reconcile(
            new StorageSettings(Path.of(needed("HUB_DATA_FOLDER"))),
            new Database(
                Jdbi.create(
                    needed("HUB_DATABASE_URL"),
                    needed("HUB_DATABASE_USER"),
                    needed("HUB_DATABASE_PASSWORD"))),
            new PrintStream(System.out, true, StandardCharsets.UTF_8));
    System.exit(reconcile.run(List.of(arguments).contains("--done")));
  }

  int run(boolean done) throws IOException {
    try {
      history.remember();
      var loss = history.loss();
      if (loss.isEmpty()) {
        out.println(
            "Cơ sở dữ liệu không thiếu gì đã biết. / The database lacks nothing that was known.");
        return 0;
      }
      return done ? end(loss.get()) : list(loss.get());
    } catch (TryAgainLater away) {
      out.println(
          "Không đọc được cơ sở dữ liệu / the database cannot be read: " + away.getMessage());
      return 2;
    }
  }

  private int list(DatabaseHistory.Loss loss) throws IOException {
    out.printf(
        "Cơ sở dữ liệu cũ hơn kho tệp: dừng ở %1$s, trước đây đã có đến %2$s. Mọi thông điệp đã báo"
            + " nhận từ %1$s cần được bên gửi gửi lại với cùng mã.%n"
            + "The database is older than the payload store: it ends at %1$s, and had entries until"
            + " %2$s before. Whatever was receipted since %1$s has to be sent again by its sender,"
            + " under the same id.%n",
        loss.end().at(), loss.seen().at());
    var unknown = unknownSince(loss.end().at().minus(CLOCKS));
    out.printf(
        "Tệp mà cơ sở dữ liệu không biết / files the database does not know: %d%n", unknown.size());
    for (var file : unknown) {
      out.printf(
          "%s  %d bytes  %s%n",
          file.getFileName(), Files.size(file), Files.getLastModifiedTime(file));
    }
    out.println(
        "Xử lý xong / when dealt with: ./hub reconcile --done. Đến lúc đó không tệp nào bị xóa /"
            + " until then no file is removed.");
    return 1;
  }

  /** Payloads that no row points at, of that time or younger. */
  List<Path> unknownSince(Instant begin) throws IOException {
    return Stream.of(payloads.keptFolder(), payloads.reapedFolder())
        .filter(Files::isDirectory)
        .flatMap(Reconcile::files)
        .filter(file -> !lastModified(file).isBefore(begin))
        .filter(this::isUnknown)
        .sorted()
        .toList();
  }

  private static Stream<Path> files(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instant lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isUnknown(Path file) {
    return database.read(
        h ->
            h.createQuery("select not exists (select 1 from payload where sha256 = :sha256)")
                .bind("sha256", file.getFileName().toString())
                .mapTo(Boolean.class)
                .one());
  }

  private int end(DatabaseHistory.Loss loss) throws IOException {
    audit.add(
        new AuditEntry(
            Clock.systemUTC().instant(),
            "hub",
            "DATABASE_RECONCILED",
            "database",
            Optional.empty(),
            "it ended at place %d of %s, and had place %d of %s before"
                .formatted(
                    loss.end().number(), loss.end().at(), loss.seen().number(), loss.seen().at())));
    history.dealtWith();
    out.println(
        "Đã ghi nhận; từ nay cơ sở dữ liệu này là gốc. / Noted; from now on this database counts.");
    return 0;
  }

  private static String needed(String variable) {
    var value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(variable + " is missing; call ./hub reconcile");
    }
    return value;
  }
}
