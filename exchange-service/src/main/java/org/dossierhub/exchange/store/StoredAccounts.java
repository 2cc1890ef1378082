package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Accounts;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.jdbi.v3.core.Handle;

/** {@link Accounts} in the tables {@code account} and {@code account_certificate}. */
@ApplicationScoped
public class StoredAccounts implements Accounts {
  private static final String SELECT =
      "select id, username, full_name, agency, array_to_string(roles, ',') as roles from account ";

  private Database database;

  /** For the container. */
  protected StoredAccounts() {}

  @Inject
  public StoredAccounts(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Account> byId(UUID id) {
    return database
        .read(
            h ->
                h.createQuery(SELECT + "where id = :id and not blocked")
                    .bind("id", id)
                    .map((row, context) -> bare(row))
                    .findOne())
        .map(this::withCertificates);
  }

  @Override
  public Optional<Account> byUsername(String username) {
    return byName(username, "and not blocked");
  }

  @Override
  public Optional<Account> registered(String username) {
    return byName(username, "");
  }

  private Optional<Account> byName(String username, String condition) {
    if (!Account.isUsername(username)) {
      return Optional.empty();
    }
    return database
        .read(
            h ->
                h.createQuery(SELECT + "where username = :username " + condition)
                    .bind("username", username)
                    .map((row, context) -> bare(row))
                    .findOne())
        .map(this::withCertificates);
  }

  @Override
  public List<Account> ofAgency(AgencyCode agency) {
    return database
        .read(
            h ->
                h.createQuery(SELECT + "where agency = :agency order by username")
                    .bind("agency", agency)
                    .map((row, context) -> bare(row))
                    .list())
        .stream()
        .map(this::withCertificates)
        .toList();
  }

  @Override
  public List<Account> all() {
    return database
        .read(
            h ->
                h.createQuery(SELECT + "order by agency, username")
                    .map((row, context) -> bare(row))
                    .list())
        .stream()
        .map(this::withCertificates)
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return database.read(
        h -> h.createQuery("select not exists (select from account)").mapTo(Boolean.class).one());
  }

  @Override
  public void add(Account account, String passwordHash, boolean passwordMustBeChanged, Instant at) {
    database.write(
        h ->
            h.createUpdate(
                    """
                    insert into account (id, username, full_name, agency, roles, password_hash, must_change, added_at)
                    values (:id, :username, :fullName, :agency, string_to_array(:roles, ','), :hash, :mustChange, :at)
                    """)
                .bind("id", account.id())
                .bind("username", account.username())
                .bind("fullName", account.fullName())
                .bind("agency", account.agency())
                .bind("roles", text(account.roles()))
                .bind("hash", passwordHash)
                .bind("mustChange", passwordMustBeChanged)
                .bind("at", at)
                .execute());
  }

  @Override
  public void change(Account account) {
    database.write(
        h ->
            h.createUpdate(
                    """
                    update account set full_name = :fullName, roles = string_to_array(:roles, ',')
                    where id = :id
                    """)
                .bind("id", account.id())
                .bind("fullName", account.fullName())
                .bind("roles", text(account.roles()))
                .execute());
  }

  @Override
  public List<X509Certificate> certificates(UUID account) {
    return database.read(
        h ->
            h.createQuery(
                    "select der from account_certificate where account = :account order by added_at desc")
                .bind("account", account)
                .map((row, context) -> certificate(row.getBytes("der")))
                .list());
  }

  @Override
  public boolean addCertificate(UUID account, X509Certificate certificate, Instant at) {
    var id = CertificateId.of(certificate);
    return database.read(
            h ->
                h.createUpdate(
                        """
                        insert into account_certificate (account, issuer, serial, der, added_at)
                        values (:account, :issuer, :serial, :der, :at) on conflict do nothing
                        """)
                    .bind("account", account)
                    .bind("issuer", id.issuer())
                    .bind("serial", new BigDecimal(id.serial()))
                    .bind("der", der(certificate))
                    .bind("at", at)
                    .execute())
        == 1;
  }

  @Override
  public boolean removeCertificate(UUID account, CertificateId certificate) {
    return database.read(
            h ->
                h.createUpdate(
                        """
                        delete from account_certificate
                        where account = :account and issuer = :issuer and serial = :serial
                        """)
                    .bind("account", account)
                    .bind("issuer", certificate.issuer())
                    .bind("serial", new BigDecimal(certificate.serial()))
                    .execute())
        == 1;
  }

  @Override
  public Optional<byte[]> image(UUID account) {
    return database.read(
        h ->
            h.createQuery("select image from account where id = :id and image is not null")
                .bind("id", account)
                .map((row, context) -> row.getBytes("image"))
                .findOne());
  }

  @Override
  public void putImage(UUID account, byte[] png) {
    database.write(
        h ->
            h.createUpdate("update account set image = :png where id = :id")
                .bind("id", account)
                .bind("png", png)
                .execute());
  }

  @Override
  public Optional<Secrets> secrets(String username) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select id, password_hash, must_change, second_factor, generation from account
                    where username = :username and not blocked
                    """)
                .bind("username", username)
                .map(
                    (row, context) ->
                        new Secrets(
                            row.getObject("id", UUID.class),
                            row.getString("password_hash"),
                            row.getBoolean("must_change"),
                            Optional.ofNullable(row.getBytes("second_factor")),
                            row.getInt("generation")))
                .findOne());
  }

  @Override
  public void changePassword(UUID account, String passwordHash, boolean mustBeChanged) {
    database.write(
        h ->
            h.createUpdate(
                    """
                    update account set password_hash = :hash, must_change = :mustChange, generation = generation + 1
                    where id = :id
                    """)
                .bind("id", account)
                .bind("hash", passwordHash)
                .bind("mustChange", mustBeChanged)
                .execute());
  }

  @Override
  public void putSecondFactor(UUID account, Optional<byte[]> sealed) {
    database.write(
        h ->
            h.createUpdate(
                    """
                    update account set second_factor = cast(:sealed as bytea), last_step = 0, generation = generation + 1
                    where id = :id
                    """)
                .bind("id", account)
                .bind("sealed", sealed.orElse(null))
                .execute());
  }

  @Override
  public boolean useTimeStep(UUID account, long step) {
    return database.read(
            h ->
                h.createUpdate(
                        "update account set last_step = :step where id = :id and last_step < :step")
                    .bind("id", account)
                    .bind("step", step)
                    .execute())
        == 1;
  }

  @Override
  public void block(UUID account, boolean blocked) {
    database.write(
        h ->
            h.createUpdate(
                    "update account set blocked = :blocked, generation = generation + 1 where id = :id")
                .bind("id", account)
                .bind("blocked", blocked)
                .execute());
  }

  @Override
  public boolean isBlocked(UUID account) {
    return database.read(
        h ->
            h.createQuery("select blocked from account where id = :id")
                .bind("id", account)
                .mapTo(Boolean.class)
                .one());
  }

  private Account withCertificates(Account bare) {
    return new Account(
        bare.id(),
        bare.username(),
        bare.fullName(),
        bare.agency(),
        bare.roles(),
        database.read(h -> certificateIds(h, bare.id())));
  }

  private static List<CertificateId> certificateIds(Handle handle, UUID account) {
    return handle
        .createQuery(
            "select issuer, serial from account_certificate where account = :account order by added_at desc")
        .bind("account", account)
        .map(
            (row, context) ->
                new CertificateId(
                    row.getString("issuer"), row.getBigDecimal("serial").toBigIntegerExact()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Account bare(ResultSet row) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("username"),
        row.getString("full_name"),
        new AgencyCode(row.getString("agency")),
        Arrays.stream(row.getString("roles").split(","))
            .map(Role::valueOf)
            .collect(Collectors.toSet()),
        List.of());
  }

  private static String text(Set<Role> roles) {
    return roles.stream().map(Role::name).sorted().collect(Collectors.joining(","));
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("A certificate that cannot be encoded.", e);
    }
  }

  private static X509Certificate certificate(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException("A stored certificate cannot be read.", e);
    }
  }
}
