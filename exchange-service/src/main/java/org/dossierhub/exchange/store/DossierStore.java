package org.dossierhub.exchange.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.DossierSearch;
import org.dossierhub.exchange.dossier.Dossiers;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.Applicant;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;

/** Dossiers and their history in PostgreSQL. */
@ApplicationScoped
public class DossierStore implements Dossiers {
  private final Database database;

  /** For the container's proxy. */
  protected DossierStore() {
    this(null);
  }

  @Inject
  public DossierStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Dossier> ofAgency(AgencyCode agency, UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from dossier where id = :id and agency = :agency")
                .bind("id", id)
                .bind("agency", agency)
                .map(DossierRow::dossier)
                .findOne());
  }

  @Override
  public List<Dossier> search(DossierSearch search) {
    return database.read(
        h ->
            h.createQuery(
                    "select * from dossier where agency = :agency"
                        + " and (cast(:state as integer) is null or business = :state)"
                        + " and (cast(:light as text) is null or light = :light) and "
                        + Words.allIn("concat_ws(' ', code, subject, applicant_name, procedure)")
                        + " order by received_at desc, code desc offset :offset limit :atMost")
                .bind("agency", search.agency())
                .bind("state", search.state().map(BusinessState::code).orElse(null))
                .bind("light", search.light().map(TrafficLight::name).orElse(null))
                .bind("words", Words.of(search.words().orElse("")))
                .bind("offset", search.offset())
                .bind("atMost", search.atMost())
                .map(DossierRow::dossier)
                .list());
  }

  @Override
  public Optional<Dossier> byId(UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from dossier where id = :id")
                .bind("id", id)
                .map(DossierRow::dossier)
                .findOne());
  }

  @Override
  public Optional<Dossier> byCode(DossierCode code) {
    return database.read(
        h ->
            h.createQuery("select * from dossier where code = :code")
                .bind("code", code)
                .map(DossierRow::dossier)
                .findOne());
  }

  @Override
  public boolean register(Dossier dossier, DossierMove first) {
    int added =
        database.read(
            h ->
                h.createUpdate(
                        "insert into dossier (id, code, agency, submitter, procedure, subject, applicant_kind,"
                            + " applicant_name, applicant_no, received_at, business, business_since, fee,"
                            + " signing, delivery, synchronisation, light, version) values (:id, :code,"
                            + " :agency, :submitter, :procedure, :subject, :applicantKind, :applicantName,"
                            + " :applicantNumber, :receivedAt, :business, :since, :fee, :signing, :delivery,"
                            + " :synchronisation, :light, 0) on conflict (code) do nothing")
                    .bind("id", dossier.id())
                    .bind("code", dossier.code())
                    .bind("agency", dossier.agency())
                    .bind("submitter", dossier.submitter())
                    .bind("procedure", dossier.procedure().map(ProcedureCode::value).orElse(null))
                    .bind("subject", dossier.subject())
                    .bind(
                        "applicantKind", dossier.applicant().map(a -> a.kind().name()).orElse(null))
                    .bind("applicantName", dossier.applicant().map(Applicant::name).orElse(null))
                    .bind(
                        "applicantNumber",
                        dossier.applicant().flatMap(Applicant::number).orElse(null))
                    .bind("receivedAt", dossier.receivedAt())
                    .bind("business", dossier.business().code())
                    .bind("since", dossier.businessSince())
                    .bind("fee", dossier.fee().name())
                    .bind("signing", dossier.signing().name())
                    .bind("delivery", dossier.delivery().name())
                    .bind("synchronisation", dossier.synchronisation().name())
                    .bind("light", dossier.light().name())
                    .execute());
    if (added == 1) {
      addMove(dossier.id(), first);
    }
    return added == 1;
  }

  @Override
  public boolean move(Dossier read, DossierMove move) {
    int changed =
        database.read(
            h ->
                h.createUpdate(
                        "update dossier set business = :to, business_since = :at, fee = :fee,"
                            + " version = version + 1 where id = :id and version = :version")
                    .bind("id", read.id())
                    .bind("version", read.version())
                    .bind("to", move.to().code())
                    .bind("at", move.at())
                    .bind("fee", read.fee().after(move).name())
                    .execute());
    if (changed == 1) {
      addMove(read.id(), move);
    }
    return changed == 1;
  }

  private void addMove(UUID dossier, DossierMove move) {
    var values = new HashMap<String, Object>();
    values.put("dossier", dossier);
    values.put("sequence", move.sequence());
    values.put("from", move.from().map(BusinessState::code).orElse(null));
    values.put("to", move.to().code());
    values.put("at", move.at());
    values.put("actor", move.actor());
    values.put("reason", move.reason().orElse(null));
    database.writeTogether(
        "insert into dossier_move (dossier, sequence, from_status, to_status, at, actor, reason)"
            + " values (:dossier, :sequence, :from, :to, :at, :actor, :reason)",
        values);
  }

  @Override
  public void signing(UUID id, SigningState state) {
    set(id, "signing", state);
  }

  @Override
  public void delivery(UUID id, DeliveryState state) {
    set(id, "delivery", state);
  }

  @Override
  public void synchronisation(UUID id, SynchronisationState state) {
    set(id, "synchronisation", state);
  }

  @Override
  public void light(UUID id, TrafficLight light) {
    set(id, "light", light);
  }

  // The column is one of the five names above, never a word from outside.
  private void set(UUID id, String column, Enum<?> state) {
    database.writeTogether(
        "update dossier set " + column + " = :state where id = :id",
        Map.of("state", state.name(), "id", id));
  }

  @Override
  public List<DossierMove> history(UUID id) {
    return database.read(
        h ->
            h.createQuery("select * from dossier_move where dossier = :id order by sequence")
                .bind("id", id)
                .map(DossierRow::move)
                .list());
  }

  @Override
  public int nextNumber(AgencyCode agency, LocalDate day) {
    return database.read(
        h ->
            h.createQuery(
                    "insert into dossier_number (agency, day, last) values (:agency, :day, 1)"
                        + " on conflict (agency, day) do update set last = dossier_number.last + 1"
                        + " returning last")
                .bind("agency", agency)
                .bind("day", day)
                .mapTo(Integer.class)
                .one());
  }
}
