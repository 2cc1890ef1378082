package org.dossierhub.exchange.portal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.dossier.BusinessState;
import org.dossierhub.exchange.dossier.Dossier;
import org.dossierhub.exchange.dossier.DossierMove;
import org.dossierhub.exchange.message.ApplicantKind;
import org.dossierhub.exchange.procedure.Procedure;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.result.ResultState;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * A dossier in the words of {@code DongBoHoSoMC.data[]}: every value a string, times {@code
 * yyyyMMddHHmmss} in Vietnam. The published result is handed over as a link into the hub.
 */
@ApplicationScoped
class PortalDossier {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneId.of("Asia/Ho_Chi_Minh"));
  private static final String IN_PERSON = "1";
  private static final String ONLINE = "2";

  // LoaiDoiTuong of the classic interface; the newer one counts differently (0, 1, 2).
  private static final String CITIZEN = "1";
  private static final String ORGANISATION = "2";

  /** HinhThuc: the result is given directly, not by post. */
  private static final String GIVEN_DIRECTLY = "0";

  private Agencies agencies;
  private HubSettings hub;

  /** For the container's proxy. */
  protected PortalDossier() {}

  @Inject
  PortalDossier(Agencies agencies, HubSettings hub) {
    this.agencies = agencies;
    this.hub = hub;
  }

  JsonObject of(Dossier dossier, DossierMove move, Procedure procedure, List<Result> results) {
    var field = procedure.field().filter(name -> !name.isBlank()).orElse("Chưa phân loại");
    boolean finished = move.to() == BusinessState.DONE || move.to() == BusinessState.RETURNED;
    return Json.createObjectBuilder()
        .add("MaHoSo", dossier.code().value())
        .add("MaTTHC", procedure.code().orElseThrow().value())
        .add("TenTTHC", procedure.name())
        // The catalogue has no field codes and none is made up: the name stands for itself.
        .add("MaLinhVuc", field)
        .add("TenLinhVuc", field)
        .add("KenhThucHien", dossier.submitter().equals(dossier.agency()) ? IN_PERSON : ONLINE)
        .add("ChuHoSo", dossier.applicant().map(a -> a.name()).orElse(name(dossier.submitter())))
        .add(
            "LoaiDoiTuong",
            dossier
                .applicant()
                .map(a -> a.kind() == ApplicantKind.CITIZEN ? CITIZEN : ORGANISATION)
                .orElse(ORGANISATION))
        .add("MaDoiTuong", dossier.applicant().flatMap(a -> a.number()).orElse(""))
        .add("TrichYeuHoSo", dossier.subject())
        .add("NgayTiepNhan", time(dossier.receivedAt()))
        .add("TrangThaiHoSo", String.valueOf(move.to().code()))
        .add("NgayTra", move.to() == BusinessState.RETURNED ? time(move.at()) : "")
        .add("HinhThuc", GIVEN_DIRECTLY)
        .add("NgayKetThucXuLy", finished ? time(move.at()) : "")
        .add("DonViXuLy", name(dossier.agency()))
        .add("GhiChu", move.reason().orElse(""))
        .add("TaiLieuNop", JsonArray.EMPTY_JSON_ARRAY)
        .add("DanhSachLePhi", JsonArray.EMPTY_JSON_ARRAY)
        .add("DanhSachTepDinhKemKhac", JsonArray.EMPTY_JSON_ARRAY)
        .add("DanhSachHoSoBoSung", JsonArray.EMPTY_JSON_ARRAY)
        .add("DanhSachGiayToKetQua", papers(results))
        .build();
  }

  private JsonArray papers(List<Result> results) {
    var papers = Json.createArrayBuilder();
    for (var result : results) {
      if (result.state() == ResultState.PUBLISHED && result.publication().isPresent()) {
        var token = result.publication().get().token().value();
        papers.add(
            Json.createObjectBuilder()
                .add("TenGiayTo", result.title())
                .add("MaThanhPhanHoSo", "")
                .add("GiayToId", result.id().toString())
                .add(
                    "DuongDanTepTinKetQua",
                    hub.publicUrl().resolve("/ket-qua/" + token + "/tep").toString()));
      }
    }
    return papers.build();
  }

  private String name(AgencyCode code) {
    return agencies.byCode(code).map(Agency::name).orElse(code.value());
  }

  private static String time(Instant at) {
    return TIME.format(at);
  }
}
