package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.exchange.agency.CertificateHolder;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.CertificateStatus;
import org.jdbi.v3.core.statement.StatementContext;

/** Agencies and their certificates in PostgreSQL. */
@ApplicationScoped
public class AgencyStore implements Agencies {
  private static final String COLUMNS =
      "c.agency, c.certificate, c.registered_at, c.withdrawn_at, c.withdrawal,"
          + " c.withdrawal_entered_at, c.withdrawal_note, c.standing, c.standing_at,"
          + " c.standing_as_of, c.standing_detail, c.revoked_at";
  private static final String CERTIFICATE = "select " + COLUMNS + " from agency_certificate c ";
  private static final String HOLDER =
      "select "
          + COLUMNS
          + ", a.code, a.name, a.channel, a.address, a.registered_at as agency_registered_at,"
          + " a.valid_from, a.closed_at, a.successor, a.succession, a.succession_basis"
          + " from agency_certificate c join agency a on a.code = c.agency ";
  private static final String BY_ISSUER_AND_SERIAL =
      "where c.issuer = :issuer and c.serial = :serial"
          + " order by c.withdrawn_at desc nulls first limit 1";

  private final Database database;

  private record AgencyOf(AgencyCode code) {}

  private record PredecessorsOf(AgencyCode code) {}

  private record CertificateOf(CertificateId id) {}

  private record HolderOf(CertificateId id) {}

  /** For the container's proxy. */
  protected AgencyStore() {
    this(null);
  }

  @Inject
  public AgencyStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Agency> byCode(AgencyCode code) {
    return database.readRegister(
        new AgencyOf(code),
        h ->
            h.createQuery("select * from agency where code = :code")
                .bind("code", code)
                .map(AgencyStore::agency)
                .findOne());
  }

  @Override
  public List<Agency> all() {
    return database.read(
        h -> h.createQuery("select * from agency order by code").map(AgencyStore::agency).list());
  }

  @Override
  public void add(Agency agency) {
    database.write(
        h ->
            h.createUpdate(
                    "insert into agency (code, name, channel, address, registered_at, valid_from, closed_at,"
                        + " successor, succession, succession_basis) values (:code, :name, :channel,"
                        + " :address, :registered, :from, :closed, :successor, :policy, :basis)")
                .bind("code", agency.code())
                .bind("name", agency.name())
                .bind("channel", agency.channel().name())
                .bind("address", agency.address().map(URI::toString).orElse(null))
                .bind("registered", agency.registeredAt())
                .bind("from", agency.validFrom())
                .bind("closed", agency.closedAt().orElse(null))
                .bind("successor", agency.succession().map(Succession::successor).orElse(null))
                .bind("policy", agency.succession().map(s -> s.policy().name()).orElse(null))
                .bind("basis", agency.succession().map(Succession::basis).orElse(null))
                .execute());
  }

  @Override
  public void change(Agency agency) {
    database.write(
        h ->
            h.createUpdate(
                    "update agency set name = :name, channel = :channel, address = :address,"
                        + " valid_from = :from where code = :code")
                .bind("code", agency.code())
                .bind("name", agency.name())
                .bind("channel", agency.channel().name())
                .bind("address", agency.address().map(URI::toString).orElse(null))
                .bind("from", agency.validFrom())
                .execute());
  }

  @Override
  public void close(AgencyCode code, Instant at, Optional<Succession> succession) {
    database.write(
        h ->
            h.createUpdate(
                    "update agency set closed_at = :at, successor = :successor, succession = :policy,"
                        + " succession_basis = :basis where code = :code")
                .bind("code", code)
                .bind("at", at)
                .bind("successor", succession.map(Succession::successor).orElse(null))
                .bind("policy", succession.map(s -> s.policy().name()).orElse(null))
                .bind("basis", succession.map(Succession::basis).orElse(null))
                .execute());
  }

  @Override
  public List<Agency> predecessorsOf(AgencyCode code) {
    return database.readRegister(
        new PredecessorsOf(code),
        h ->
            h.createQuery("select * from agency where successor = :code order by code")
                .bind("code", code)
                .map(AgencyStore::agency)
                .collect(Collectors.toUnmodifiableList()));
  }

  @Override
  public Optional<AgencyCertificate> certificate(CertificateId id) {
    return database.readRegister(
        new CertificateOf(id),
        h ->
            h.createQuery(CERTIFICATE + BY_ISSUER_AND_SERIAL)
                .bind("issuer", id.issuer())
                .bind("serial", id.serial())
                .map(AgencyStore::certificate)
                .findOne());
  }

  @Override
  public Optional<CertificateHolder> holder(CertificateId id) {
    return database.readRegister(
        new HolderOf(id),
        h ->
            h.createQuery(HOLDER + BY_ISSUER_AND_SERIAL)
                .bind("issuer", id.issuer())
                .bind("serial", id.serial())
                .map(
                    (row, context) ->
                        new CertificateHolder(
                            certificate(row, context), agency(row, "agency_registered_at")))
                .findOne());
  }

  @Override
  public List<AgencyCertificate> certificatesOf(AgencyCode code) {
    return database.read(
        h ->
            h.createQuery(CERTIFICATE + "where agency = :code order by c.id")
                .bind("code", code)
                .map(AgencyStore::certificate)
                .list());
  }

  @Override
  public List<AgencyCertificate> certificatesInFlight(Instant at) {
    return certificatesInUse(at.minus(Withdrawal.IN_FLIGHT)).stream()
        .filter(certificate -> certificate.vouchesFor(Instant.EPOCH, at))
        .toList();
  }

  @Override
  public List<AgencyCertificate> certificatesInUse(Instant at) {
    return database.read(
        h ->
            h.createQuery(
                    CERTIFICATE
                        + "join agency a on a.code = c.agency"
                        + " where (c.withdrawn_at is null or c.withdrawn_at > :at)"
                        + " and (a.closed_at is null or a.closed_at > :at) order by c.id")
                .bind("at", at)
                .map(AgencyStore::certificate)
                .list());
  }

  @Override
  public void addCertificate(AgencyCertificate added) {
    database.write(
        h ->
            h.createUpdate(
                    "insert into agency_certificate (agency, issuer, serial, certificate, registered_at)"
                        + " values (:agency, :issuer, :serial, :certificate, :registered)")
                .bind("agency", added.agency())
                .bind("issuer", added.id().issuer())
                .bind("serial", added.id().serial())
                .bind("certificate", Certificates.bytes(added.certificate()))
                .bind("registered", added.registeredAt())
                .execute());
  }

  @Override
  public boolean standing(AgencyCertificate certificate, CertificateStatus status) {
    return database.read(
            h ->
                h.createUpdate(
                        "update agency_certificate set standing = :kind, standing_at = :at,"
                            + " standing_as_of = :asOf, standing_detail = :detail, revoked_at = :revoked where agency = :agency"
                            + " and issuer = :issuer and serial = :serial"
                            + " and (withdrawn_at is null or withdrawal = 'REPLACED')"
                            + " and (standing_as_of is null or standing_as_of <= :asOf)")
                    .bind("asOf", status.asOf())
                    .bind("kind", status.kind().name())
                    .bind("at", status.at())
                    .bind("detail", status.detail())
                    .bind("revoked", status.revoked().orElse(null))
                    .bind("agency", certificate.agency())
                    .bind("issuer", certificate.id().issuer())
                    .bind("serial", certificate.id().serial())
                    .execute())
        > 0;
  }

  @Override
  public boolean withdrawCertificate(AgencyCode agency, CertificateId id, Withdrawal withdrawal) {
    return database.read(
            h ->
                h.createUpdate(
                        "update agency_certificate set withdrawn_at = :at, withdrawal = :reason,"
                            + " withdrawal_entered_at = :entered, withdrawal_note = :note"
                            + " where agency = :agency and issuer = :issuer and serial = :serial"
                            + " and (withdrawn_at is null or withdrawn_at > :entered"
                            + " or withdrawal = 'REPLACED' and :reason = 'COMPROMISED')")
                    .bind("at", withdrawal.at())
                    .bind("reason", withdrawal.reason().name())
                    .bind("entered", withdrawal.entered())
                    .bind("note", withdrawal.note())
                    .bind("agency", agency)
                    .bind("issuer", id.issuer())
                    .bind("serial", id.serial())
                    .execute())
        > 0;
  }

  private static Agency agency(ResultSet row, StatementContext context) throws SQLException {
    return agency(row, "registered_at");
  }

  private static Agency agency(ResultSet row, String registeredAt) throws SQLException {
    return new Agency(
        new AgencyCode(row.getString("code")),
        row.getString("name"),
        Channel.valueOf(row.getString("channel")),
        Optional.ofNullable(row.getString("address")).map(URI::create),
        Rows.instant(row, registeredAt),
        Rows.instant(row, "valid_from"),
        Rows.optionalInstant(row, "closed_at"),
        succession(row));
  }

  private static Optional<Succession> succession(ResultSet row) throws SQLException {
    var successor = row.getString("successor");
    return successor == null
        ? Optional.empty()
        : Optional.of(
            new Succession(
                new AgencyCode(successor),
                Succession.Policy.valueOf(row.getString("succession")),
                row.getString("succession_basis")));
  }

  private static Optional<Withdrawal> withdrawal(ResultSet row) throws SQLException {
    var at = Rows.optionalInstant(row, "withdrawn_at");
    return at.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Withdrawal(
                at.get(),
                Withdrawal.Reason.valueOf(row.getString("withdrawal")),
                Rows.instant(row, "withdrawal_entered_at"),
                row.getString("withdrawal_note")));
  }

  private static Optional<CertificateStatus> standing(ResultSet row) throws SQLException {
    var kind = row.getString("standing");
    return kind == null
        ? Optional.empty()
        : Optional.of(
            new CertificateStatus(
                CertificateStatus.Kind.valueOf(kind),
                Rows.instant(row, "standing_at"),
                Rows.optionalInstant(row, "standing_as_of").orElse(Instant.EPOCH),
                Rows.optionalInstant(row, "revoked_at"),
                row.getString("standing_detail")));
  }

  private static AgencyCertificate certificate(ResultSet row, StatementContext context)
      throws SQLException {
    return new AgencyCertificate(
        new AgencyCode(row.getString("agency")),
        Certificates.read(row.getBytes("certificate")),
        Rows.instant(row, "registered_at"),
        withdrawal(row),
        standing(row));
  }
}
