package org.dossierhub.exchange.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.dossierhub.exchange.agency.OneLook;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.ArgumentFactory;

/**
 * The door to PostgreSQL for every class of this package. It never begins or ends a transaction:
 * inside one of the container (see {@link org.dossierhub.exchange.work.Transactions}) everything it
 * does belongs to that one; outside, each statement stands alone. Identifiers, instants (as {@code
 * timestamptz}) and UUIDs bind as they are.
 */
@ApplicationScoped
public class Database {
  @Resource(lookup = "jdbc/hub")
  private DataSource dataSource;

  private volatile Jdbi jdbi;
  private final ThreadLocal<OneHandle> transaction = new ThreadLocal<>();
  private final RegisterMemory register = new RegisterMemory();

  /** For the container. */
  protected Database() {}

  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** For programs of their own, without a pool. */
  Database(Jdbi jdbi) {
    this.jdbi = configured(jdbi);
  }

  /** {@code TryAgainLater} when the database is away. */
  public <T> T read(Function<Handle, T> work) {
    try {
      var open = transaction.get();
      return open == null ? jdbi().withHandle(work::apply) : work.apply(open.handle());
    } catch (RuntimeException e) {
      throw DatabaseAway.of(e);
    }
  }

  /**
   * Work in one transaction of the container: its statements go through one handle instead of
   * borrowing a connection each, the same one every time.
   */
  <T> T onOneHandle(Supplier<T> work) {
    if (transaction.get() != null) {
      return work.get();
    }
    try (var mine = new OneHandle()) {
      transaction.set(mine);
      var done = work.get();
      mine.send();
      return done;
    } finally {
      transaction.remove();
    }
  }

  /** {@code TryAgainLater} when the database is away. */
  public void write(Consumer<Handle> work) {
    read(
        handle -> {
          work.accept(handle);
          return null;
        });
  }

  /**
   * Inside a transaction: a write whose outcome nobody waits for. It is kept and goes to the
   * database together with others, in their order and in one round trip: before the next statement
   * of the same transaction, or at its end. Elsewhere it is done at once.
   *
   * @param sql one statement with named parameters
   * @param values by name; may contain null where the column says what type it is
   */
  void writeTogether(String sql, Map<String, ?> values) {
    var write = new WrittenTogether.Write(sql, values);
    var open = transaction.get();
    if (open == null) {
      write(handle -> WrittenTogether.send(handle, List.of(write)));
    } else {
      open.keep(write);
    }
  }

  /**
   * What the register of agencies, certificates and agreements has to say, from memory while nobody
   * changes it. {@code TryAgainLater} when the database is away.
   *
   * @param question equal to another only when the answers have to be equal
   * @param work its answer must not be null, nor ever change
   */
  <T> T readRegister(Object question, Function<Handle, T> work) {
    var version = OneLook.version(() -> read(Database::registerVersion));
    return register.answer(version, question, () -> read(work));
  }

  private static UUID registerVersion(Handle handle) {
    return handle.createQuery("select version from register_version").mapTo(UUID.class).one();
  }

  DataSource dataSource() {
    return dataSource;
  }

  private Jdbi jdbi() {
    if (jdbi == null) {
      jdbi = configured(Jdbi.create(dataSource));
    }
    return jdbi;
  }

  private static Jdbi configured(Jdbi jdbi) {
    jdbi.registerArgument(text(AgencyCode.class, AgencyCode::value));
    jdbi.registerArgument(text(DossierCode.class, DossierCode::value));
    jdbi.registerArgument(text(ProcedureCode.class, ProcedureCode::value));
    jdbi.registerArgument(text(MessageId.class, MessageId::value));
    jdbi.registerArgument(text(Sha256.class, Sha256::hex));
    jdbi.registerArgument(
        bound(
            Instant.class,
            (statement, position, at) ->
                statement.setObject(
                    position,
                    OffsetDateTime.ofInstant(at.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC))));
    jdbi.registerArgument(
        bound(
            BigInteger.class,
            (statement, position, number) ->
                statement.setBigDecimal(position, new BigDecimal(number))));
    jdbi.registerColumnMapper(
        AgencyCode.class, (r, n, c) -> orNull(r.getString(n), AgencyCode::new));
    jdbi.registerColumnMapper(
        DossierCode.class, (r, n, c) -> orNull(r.getString(n), DossierCode::new));
    jdbi.registerColumnMapper(
        ProcedureCode.class, (r, n, c) -> orNull(r.getString(n), ProcedureCode::new));
    jdbi.registerColumnMapper(MessageId.class, (r, n, c) -> orNull(r.getString(n), MessageId::new));
    jdbi.registerColumnMapper(Sha256.class, (r, n, c) -> orNull(r.getString(n), Sha256::new));
    jdbi.registerColumnMapper(
        Instant.class,
        (r, n, c) -> orNull(r.getObject(n, OffsetDateTime.class), OffsetDateTime::toInstant));
    jdbi.registerColumnMapper(
        BigInteger.class, (r, n, c) -> orNull(r.getBigDecimal(n), BigDecimal::toBigIntegerExact));
    return jdbi;
  }

  private static <A, B> B orNull(A value, Function<A, B> map) {
    return value == null ? null : map.apply(value);
  }

  private static <T> ArgumentFactory.Preparable text(Class<T> type, Function<T, String> value) {
    return bound(
        type, (statement, position, found) -> statement.setString(position, value.apply(found)));
  }

  // Preparable, because Jdbi asks its own preparable factories before any that are not.
  private static <T> ArgumentFactory.Preparable bound(Class<T> type, Binding<T> binding) {
    return (expected, config) ->
        expected == type
            ? Optional.of(
                found ->
                    (position, statement, context) ->
                        binding.set(statement, position, type.cast(found)))
            : Optional.empty();
  }

  /** Opened by the first statement. */
  private final class OneHandle implements AutoCloseable {
    private final List<WrittenTogether.Write> kept = new ArrayList<>();
    private Handle handle;

    void keep(WrittenTogether.Write write) {
      kept.add(write);
      if (kept.size() == WrittenTogether.MOST) {
        send();
      }
    }

    /** For the next statement: whatever was kept has gone to the database before. */
    Handle handle() {
      if (handle == null) {
        handle = jdbi().open();
      }
      if (!kept.isEmpty()) {
        var writes = List.copyOf(kept);
        kept.clear();
        WrittenTogether.send(handle, writes);
      }
      return handle;
    }

    /** Sends what was kept. */
    void send() {
      if (!kept.isEmpty()) {
        read(handle -> handle);
      }
    }

    @Override
    public void close() {
      if (handle != null) {
        try {
          handle.close();
        } catch (RuntimeException e) {
          throw DatabaseAway.of(e);
        }
      }
    }
  }

  @FunctionalInterface
  private interface Binding<T> {
    void set(PreparedStatement statement, int position, T found) throws SQLException;
  }
}
