package org.dossierhub.exchange.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

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

  /** For the container. */
  protected Database() {}

  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  public <T> T read(Function<Handle, T> work) {
    return jdbi().withHandle(work::apply);
  }

  public void write(Consumer<Handle> work) {
    jdbi().useHandle(work::accept);
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
    jdbi.registerArgument(new InstantArgument());
    jdbi.registerArgument(new BigIntegerArgument());
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

  private static <T> AbstractArgumentFactory<T> text(Class<T> type, Function<T, String> value) {
    return new TextArgument<>(type, value);
  }

  private static final class TextArgument<T> extends AbstractArgumentFactory<T> {
    private final Class<T> type;
    private final Function<T, String> value;

    TextArgument(Class<T> type, Function<T, String> value) {
      super(Types.VARCHAR);
      this.type = type;
      this.value = value;
    }

    @Override
    public java.util.Optional<Argument> build(
        java.lang.reflect.Type expected, Object found, ConfigRegistry config) {
      return type.isInstance(found) || (found == null && expected == type)
          ? java.util.Optional.of(
              (position, statement, context) ->
                  statement.setString(
                      position, found == null ? null : value.apply(type.cast(found))))
          : java.util.Optional.empty();
    }

    @Override
    protected Argument build(T found, ConfigRegistry config) {
      return (position, statement, context) -> statement.setString(position, value.apply(found));
    }
  }

  // PostgreSQL keeps microseconds; Java's nanoseconds would come back changed, so they are cut on
  // the way in.
  private static final class InstantArgument extends AbstractArgumentFactory<Instant> {
    InstantArgument() {
      super(Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant found, ConfigRegistry config) {
      return (position, statement, context) ->
          statement.setObject(
              position,
              OffsetDateTime.ofInstant(found, ZoneOffset.UTC),
              Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }

  private static final class BigIntegerArgument extends AbstractArgumentFactory<BigInteger> {
    BigIntegerArgument() {
      super(Types.NUMERIC);
    }

    @Override
    protected Argument build(BigInteger found, ConfigRegistry config) {
      return (position, statement, context) ->
          statement.setBigDecimal(position, new BigDecimal(found));
    }
  }
}
