package org.dossierhub.exchange.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.DeliveryState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.dossier.FeeState;
import org.dossierhub.exchange.dossier.MoveReference;
import org.dossierhub.exchange.dossier.SigningState;
import org.dossierhub.exchange.dossier.SynchronisationState;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.Applicant;
import org.dossierhub.exchange.message.ApplicantKind;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.result.PublicToken;
import org.dossierhub.exchange.result.Publication;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.result.Revision;
import org.dossierhub.exchange.result.RevisionKind;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.PortalSettings;
import org.dossierhub.exchange.settings.SecretFile;
import org.dossierhub.exchange.store.AgencyStore;
import org.dossierhub.exchange.store.DossierStore;
import org.dossierhub.exchange.store.OutboxStore;
import org.dossierhub.exchange.store.PortalCallStore;
import org.dossierhub.exchange.store.ProcedureStore;
import org.dossierhub.exchange.store.StoredResults;
import org.dossierhub.exchange.store.TestDatabase;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dossier's history, told to a portal that answers over HTTP as it likes. */
class SynchronisePortalTest {
  private static final AgencyCode CONSTRUCTION = new AgencyCode("H99.08");
  private static final AgencyCode PORTAL = new AgencyCode("G99.01");
  private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");

  @TempDir Path folder;
  private final TestDatabase test = TestDatabase.fresh();
  private final DossierStore dossiers = new DossierStore(test.database());
  private final AgencyStore agencies = new AgencyStore(test.database());
  private final ProcedureStore procedures = new ProcedureStore(test.database());
  private final OutboxStore outbox = new OutboxStore(test.database());
  private final PortalCallStore calls = new PortalCallStore(test.database());
  private PortalStandIn portal;
  private SynchronisePortal synchronise;
  private Dossier dossier;

  @BeforeEach
  void a_dossier_from_the_portal() throws Exception {
    portal = new PortalStandIn();
    synchronise = with(Optional.of(connection()));
    agencies.add(agency(CONSTRUCTION, "Sở Xây dựng tỉnh Bình Minh", Channel.DESK));
    agencies.add(agency(PORTAL, "Cổng Dịch vụ công quốc gia (bản mô phỏng)", Channel.SOAP));
    procedures.addMissing(List.of(procedure(Optional.of(new ProcedureCode("9.999901")))));
    dossier = dossier(Optional.of(new ProcedureCode("9.999901")));
    dossiers.register(dossier, move(1, BusinessState.NEWLY_SUBMITTED, Optional.empty()));
  }

  @AfterEach
  void close() {
    portal.close();
  }

  @Test
  void the_first_line_is_new_and_the_next_an_update_of_strings_only() {
    tell(1);
    goOn(2, BusinessState.ACCEPTED, Optional.of("Đủ thành phần hồ sơ"));
    tell(2);

    assertThat(portal.calls)
        .extracting(c -> c.getBoolean("isUpdating"))
        .containsExactly(false, true);
    assertThat(portal.calls)
        .allSatisfy(
            call -> {
              assertThat(call.getString("service")).isEqualTo("DongBoHoSoMC");
              assertThat(call.getString("madonvi")).isEqualTo("000.00.00.H99");
              assertThat(call.getString("session")).isEqualTo("session-1");
            });
    assertThat(portal.unitHeaders).containsExactly("000.00.00.H99");
    var told = data(1);
    assertThat(told.getString("MaHoSo")).isEqualTo("H99.08-261122-0001");
    assertThat(told.getString("MaTTHC")).isEqualTo("9.999901");
    assertThat(told.getString("TenTTHC")).isEqualTo("Cấp giấy phép xây dựng");
    assertThat(told.getString("TrangThaiHoSo")).isEqualTo("2");
    assertThat(told.getString("NgayTiepNhan")).isEqualTo("20261122120000");
    assertThat(told.getString("LoaiDoiTuong")).isEqualTo("1");
    assertThat(told.getString("ChuHoSo")).isEqualTo("Phạm Thị Dung");
    assertThat(told.getString("KenhThucHien")).isEqualTo("2");
    assertThat(told.getString("DonViXuLy")).isEqualTo("Sở Xây dựng tỉnh Bình Minh");
    assertThat(told.getString("GhiChu")).isEqualTo("Đủ thành phần hồ sơ");
    assertThat(told.values())
        .allMatch(
            value ->
                value.getValueType() == JsonValue.ValueType.STRING
                    || value.getValueType() == JsonValue.ValueType.ARRAY);
    assertThat(state()).isEqualTo(SynchronisationState.SYNCHRONISED);
  }

  @Test
  void a_line_the_portal_has_taken_is_not_told_again() {
    tell(1);
    tell(1);

    assertThat(portal.calls).hasSize(1);
  }

  @Test
  void an_older_line_does_not_make_the_dossier_synchronised() {
    goOn(2, BusinessState.ACCEPTED, Optional.empty());

    tell(1);

    assertThat(state()).isEqualTo(SynchronisationState.WAITING);
  }

  @Test
  void an_error_code_is_a_failure_that_the_operator_sees() {
    portal.answers = call -> "04";

    assertThatThrownBy(() -> tell(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("04");

    assertThat(state()).isEqualTo(SynchronisationState.FAILED);
  }

  @Test
  void after_a_lost_answer_a_portal_that_knows_the_dossier_gets_an_update() {
    var asked = new AtomicInteger();
    portal.answers =
        call -> {
          if (asked.getAndIncrement() == 0) {
            return ""; // taken, and the line is cut
          }
          return call.getBoolean("isUpdating") ? "00" : "05";
        };

    assertThatThrownBy(() -> tell(1)).isInstanceOf(TryAgainLater.class);
    tell(1);

    assertThat(state()).isEqualTo(SynchronisationState.SYNCHRONISED);
  }

  @Test
  void a_session_that_has_ended_is_replaced() {
    tell(1);
    goOn(2, BusinessState.ACCEPTED, Optional.empty());
    portal.answers = call -> call.getString("session").equals("session-1") ? "02" : "00";

    tell(2);

    assertThat(portal.logins).isEqualTo(2);
    assertThat(state()).isEqualTo(SynchronisationState.SYNCHRONISED);
  }

  @Test
  void a_portal_that_is_away_or_refuses_the_login_is_asked_later() {
    portal.loginCode = "7";
    assertThatThrownBy(() -> tell(1)).isInstanceOf(TryAgainLater.class).hasMessageContaining("7");

    portal.close();
    assertThatThrownBy(() -> tell(1)).isInstanceOf(TryAgainLater.class);
  }

  @Test
  void without_a_portal_or_a_national_code_nothing_is_sent() {
    with(Optional.empty()).perform(work(1));
    assertThat(state()).isEqualTo(SynchronisationState.NOT_CONFIGURED);

    procedures.setCode(
        procedures.byCode(new ProcedureCode("9.999901")).orElseThrow().id(), Optional.empty());
    tell(1);
    assertThat(state()).isEqualTo(SynchronisationState.NOT_POSSIBLE);
    assertThat(portal.calls).isEmpty();
  }

  @Test
  void a_published_result_is_told_as_a_link_into_the_hub_and_a_revoked_one_is_not() {
    var token = PublicToken.random(new SecureRandom());
    var told =
        new PortalDossier(agencies, hub())
            .of(
                dossier,
                move(5, BusinessState.RETURNED, Optional.empty()),
                procedure(Optional.of(new ProcedureCode("9.999901"))),
                List.of(result(ResultState.PUBLISHED, token), result(ResultState.REVOKED, token)));

    assertThat(told.getJsonArray("DanhSachGiayToKetQua"))
        .singleElement()
        .extracting(JsonValue::asJsonObject)
        .satisfies(
            paper -> {
              assertThat(paper.getString("TenGiayTo")).isEqualTo("Giấy phép xây dựng");
              assertThat(paper.getString("DuongDanTepTinKetQua"))
                  .isEqualTo("https://hub.test/ket-qua/" + token.value() + "/tep");
            });
    assertThat(told.getString("NgayTra")).isEqualTo("20261122120000");
  }

  private void tell(int sequence) {
    var work = work(sequence);
    synchronise.perform(work);
    outbox.done(work);
  }

  private Work work(int sequence) {
    outbox.add(
        WorkKind.SYNCHRONISE_PORTAL, "portal", new MoveReference(dossier.id(), sequence).text());
    return claimed();
  }

  private Work claimed() {
    return outbox.claim(WorkKind.SYNCHRONISE_PORTAL, 1, Duration.ofMinutes(1)).get(0);
  }

  @Test
  void F27_the_newest_line_is_told_again_after_an_old_one_of_a_node_that_stood_still()
      throws Exception {
    tell(1);
    goOn(2, BusinessState.ACCEPTED, Optional.empty());
    goOn(3, BusinessState.IN_PROGRESS, Optional.empty());
    var stoodStill = work(2);
    var asked = new AtomicInteger();
    var beforeItStoodStill =
        new OutboxStore(test.database()) {
          @Override
          public boolean isHeld(Work work) {
            boolean held = super.isHeld(work);
            if (asked.getAndIncrement() == 0) {
              // the other node, before the call of this one
              claimedElsewhere(stoodStill);
              tell(2);
              tell(3);
            }
            return held;
          }
        };

    with(Optional.of(connection()), beforeItStoodStill).perform(stoodStill);
    while (!outbox.waiting(10).stream()
        .filter(w -> !w.id().equals(stoodStill.id()))
        .toList()
        .isEmpty()) {
      var again = claimed();
      synchronise.perform(again);
      outbox.done(again);
    }

    assertThat(
            portal
                .calls
                .get(portal.calls.size() - 1)
                .getJsonArray("data")
                .getJsonObject(0)
                .getString("TrangThaiHoSo"))
        .isEqualTo(String.valueOf(BusinessState.IN_PROGRESS.code()));
    assertThat(portal.calls.size()).isEqualTo(5);
  }

  @Test
  void F27_a_refusal_for_a_node_that_stood_still_says_nothing_about_the_dossier() {
    var stoodStill = work(1);
    portal.answers =
        call -> {
          claimedElsewhere(stoodStill);
          return "05";
        };

    synchronise.perform(stoodStill);

    assertThat(state()).isEqualTo(SynchronisationState.WAITING);
  }

  private void claimedElsewhere(Work work) {
    test.database()
        .write(
            h ->
                h.execute(
                    "update outbox set leased_until = now() - interval '1 second' where id = ?",
                    work.id()));
    assertThat(claimed().id()).isEqualTo(work.id());
  }

  private void goOn(int sequence, BusinessState to, Optional<String> reason) {
    var read = dossiers.byId(dossier.id()).orElseThrow();
    assertThat(dossiers.move(read, move(sequence, to, reason))).isTrue();
  }

  private JsonObject data(int call) {
    return portal.calls.get(call).getJsonArray("data").getJsonObject(0);
  }

  private SynchronisationState state() {
    return dossiers.byId(dossier.id()).orElseThrow().synchronisation();
  }

  private SynchronisePortal with(Optional<PortalSettings.Connection> connection) {
    return with(connection, outbox);
  }

  private SynchronisePortal with(
      Optional<PortalSettings.Connection> connection, OutboxStore outbox) {
    var settings = new PortalSettings(connection);
    return new SynchronisePortal(
        settings,
        new PortalClient(settings),
        new PortalDossier(agencies, hub()),
        calls,
        dossiers,
        procedures,
        new StoredResults(test.database()),
        outbox,
        test.transactions(),
        Clock.systemUTC());
  }

  private PortalSettings.Connection connection() throws Exception {
    var password = folder.resolve("password");
    Files.writeString(password, "mật khẩu\n");
    return new PortalSettings.Connection(
        portal.url(), "binhminh", new SecretFile(password), "000.00.00.H99");
  }

  private static HubSettings hub() {
    return new HubSettings(
        new AgencyCode("H99.00"), URI.create("https://hub.test"), 8443, true, 9797);
  }

  private static Agency agency(AgencyCode code, String name, Channel channel) {
    return new Agency(code, name, channel, Optional.empty(), NOON, Optional.empty());
  }

  private static DossierMove move(int sequence, BusinessState to, Optional<String> reason) {
    return new DossierMove(sequence, Optional.empty(), to, NOON, "H99.08", reason);
  }

  private static Dossier dossier(Optional<ProcedureCode> procedure) {
    return new Dossier(
        UUID.randomUUID(),
        new DossierCode("H99.08-261122-0001"),
        CONSTRUCTION,
        PORTAL,
        procedure,
        "Cấp giấy phép xây dựng nhà ở riêng lẻ",
        Optional.of(
            new Applicant(ApplicantKind.CITIZEN, "Phạm Thị Dung", Optional.of("099199000001"))),
        NOON,
        BusinessState.NEWLY_SUBMITTED,
        NOON,
        FeeState.NONE_DUE,
        SigningState.NOT_BEGUN,
        DeliveryState.NOTHING_TO_SEND,
        SynchronisationState.WAITING,
        TrafficLight.NOT_JUDGED,
        0);
  }

  private static Procedure procedure(Optional<ProcedureCode> code) {
    return new Procedure(
        UUID.randomUUID(),
        "Cấp giấy phép xây dựng",
        "Danh mục hư cấu",
        "Bình Minh",
        "Cấp tỉnh",
        "Xây dựng",
        "1",
        "Toàn trình",
        Optional.of("Sở Xây dựng"),
        Optional.of("Hoạt động xây dựng"),
        "2026",
        code);
  }

  private Result result(ResultState state, PublicToken token) {
    var digest = Sha256.of(new byte[] {1});
    return new Result(
        UUID.randomUUID(),
        dossier.id(),
        dossier.code(),
        CONSTRUCTION,
        state,
        "Giấy phép xây dựng",
        "GPXD",
        1,
        new Revision(1, RevisionKind.values()[0], digest, 1, Optional.empty(), NOON),
        Optional.empty(),
        Optional.of(new Publication(token, digest, NOON)),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        UUID.randomUUID(),
        NOON);
  }
}
