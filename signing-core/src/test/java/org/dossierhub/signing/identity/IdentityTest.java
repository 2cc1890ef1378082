package org.dossierhub.signing.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.dossierhub.pki.DevelopmentPki;
import org.junit.jupiter.api.Test;

class IdentityTest {

  @Test
  void agency_codes_of_both_grammars_are_accepted() {
    for (var code :
        List.of(
            "000.00.19.H26",
            "H26.19",
            "28.22.H17",
            "H01.151.01",
            "H37.DN.001",
            "000.00.00.A80",
            "G12.18",
            "H15.50.05.13")) {
      assertThat(new AgencyCode(code).value()).isEqualTo(code);
    }
    assertThat(new AgencyCode("000.00.19.H26").form()).isEqualTo(AgencyCode.Form.QCVN_102);
    assertThat(new AgencyCode("H26.19").form()).isEqualTo(AgencyCode.Form.DECISION_20_2020);
  }

  @Test
  void what_is_not_an_agency_code_is_refused_with_the_text_on_one_line() {
    for (var wrong :
        List.of("H26.", ".H26", "00.19.H6", "h26.19", "", "H26.19\n", "H26.1", "A".repeat(36))) {
      assertThatThrownBy(() -> new AgencyCode(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new AgencyCode(null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AgencyCode("H26\r\nX-Header: y"))
        .hasMessageNotContainingAny("\r", "\n");
  }

  @Test
  void an_old_code_hints_at_the_current_form() {
    assertThat(new AgencyCode("000.00.19.H26").inCurrentForm()).contains(new AgencyCode("H26.19"));
    assertThat(new AgencyCode("001.05.19.H26").inCurrentForm())
        .contains(new AgencyCode("H26.19.05.001"));
    assertThat(new AgencyCode("000.00.00.H38").inCurrentForm()).contains(new AgencyCode("H38"));
    assertThat(new AgencyCode("001.00.19.H26").inCurrentForm()).isEmpty();
    assertThat(new AgencyCode("H26.19").inCurrentForm()).contains(new AgencyCode("H26.19"));
    assertThat(new AgencyCode("000.00.19.H26").root()).isEqualTo("H26");
    assertThat(new AgencyCode("H01.151.01").root()).isEqualTo("H01");
  }

  @Test
  void dossier_codes_seen_in_the_field_are_read() {
    assertThat(new DossierCode("000.00.14.H20-200703-0002").date())
        .isEqualTo(LocalDate.of(2020, 7, 3));
    assertThat(new DossierCode("H15.50.05.13-261008-0975").agency())
        .isEqualTo(new AgencyCode("H15.50.05.13"));
    assertThat(new DossierCode("G09-261008-090123").number()).isEqualTo(90123);
    assertThat(new DossierCode("G18-261008-1800123").number()).isEqualTo(1800123);
    assertThat(new DossierCode("G09.20-20260609-0092637").date())
        .isEqualTo(LocalDate.of(2026, 6, 9));
  }

  @Test
  void what_is_not_a_dossier_code_is_refused() {
    for (var wrong :
        List.of(
            "H26.19-260230-0001",
            "H26.19-261308-0001",
            "H26.19-261008",
            "H26.19-261008-",
            "H26.19-261008-0000",
            "H26.19-261008-123",
            "h26.19-261008-0001",
            "H26.-261008-0001",
            "")) {
      assertThatThrownBy(() -> new DossierCode(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_dossier_code_is_made_for_an_agency_and_a_day() {
    var code = DossierCode.of(new AgencyCode("H99.08"), LocalDate.of(2026, 11, 22), 7);

    assertThat(code.value()).isEqualTo("H99.08-261122-0007");
    assertThat(DossierCode.of(new AgencyCode("H99.08"), LocalDate.of(2026, 11, 22), 12345).value())
        .isEqualTo("H99.08-261122-12345");
    var clock = Clock.fixed(Instant.parse("2026-11-20T23:00:00Z"), ZoneOffset.UTC);
    assertThat(code.liesInTheFuture(clock)).isFalse();
    assertThat(
            DossierCode.of(new AgencyCode("H99.08"), LocalDate.of(2026, 11, 24), 1)
                .liesInTheFuture(clock))
        .isTrue();
  }

  @Test
  void procedures_are_compared_by_their_national_code() {
    var plain = new ProcedureCode("1.011443");
    var ofLaoCai = new ProcedureCode("1.011443.000.00.00.H38");

    assertThat(ofLaoCai.national()).isEqualTo("1.011443");
    assertThat(ofLaoCai.agency()).contains(new AgencyCode("000.00.00.H38"));
    assertThat(plain.agency()).isEmpty();
    assertThat(plain.sameProcedureAs(ofLaoCai)).isTrue();
    for (var wrong : List.of("0.001612", "1.00161", "1.001612.H38", "1.001612.", "")) {
      assertThatThrownBy(() -> new ProcedureCode(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_digest_is_the_same_from_bytes_and_from_a_stream() throws IOException {
    var content = "Giấy phép xây dựng".repeat(10_000).getBytes(StandardCharsets.UTF_8);

    assertThat(Sha256.of(new ByteArrayInputStream(content))).isEqualTo(Sha256.of(content));
    assertThat(Sha256.of(new byte[0]).hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Sha256.ofDigest(Sha256.of(content).bytes())).isEqualTo(Sha256.of(content));
    assertThatThrownBy(() -> new Sha256("E3")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void subjects_of_officials_agencies_citizens_and_companies_are_read() {
    var pki = DevelopmentPki.inMemory();

    var official = CertificateSubject.of(pki.identity("leader").certificate());
    assertThat(official.commonName()).isEqualTo("Nguyễn Thị Minh An");
    assertThat(official.organisation()).contains("ỦY BAN NHÂN DÂN TỈNH BÌNH MINH");
    assertThat(official.organisationalUnits()).containsExactly("SỞ XÂY DỰNG", "BAN GIÁM ĐỐC");
    assertThat(official.email()).isPresent();
    assertThat(official.display())
        .isEqualTo("Nguyễn Thị Minh An, BAN GIÁM ĐỐC, SỞ XÂY DỰNG, ỦY BAN NHÂN DÂN TỈNH BÌNH MINH");

    var agency = CertificateSubject.of(pki.identity("clerk-seal").certificate());
    assertThat(agency.id(SubjectId.Kind.MST)).contains("9900000008");
    assertThat(agency.id(SubjectId.Kind.MNS)).contains("1990008");

    var citizen = CertificateSubject.of(pki.identity("citizen").certificate());
    assertThat(citizen.ids())
        .containsExactlyInAnyOrder(
            new SubjectId(SubjectId.Kind.CCCD, "099199000001"),
            new SubjectId(SubjectId.Kind.MST, "9912345678"));

    assertThat(CertificateSubject.of(pki.identity("company").certificate()).id(SubjectId.Kind.MST))
        .contains("9900123456");
  }

  @Test
  void a_certificate_is_known_by_issuer_and_serial_number() {
    var certificate = DevelopmentPki.inMemory().identity("leader").certificate();
    var id = CertificateId.of(certificate);

    assertThat(id.serial()).isEqualTo(certificate.getSerialNumber());
    assertThat(id.issuer()).contains("CN=CA phục vụ các cơ quan Nhà nước (mô phỏng)");
    assertThat(id).isEqualTo(CertificateId.of(certificate));
  }

  @Test
  void a_number_without_a_known_prefix_is_kept_whole() {
    assertThat(SubjectId.parse("mst: 0101234567"))
        .isEqualTo(new SubjectId(SubjectId.Kind.MST, "0101234567"));
    assertThat(SubjectId.parse("XYZ:1")).isEqualTo(new SubjectId(SubjectId.Kind.OTHER, "XYZ:1"));
    assertThat(SubjectId.parse("nguyenvana"))
        .isEqualTo(new SubjectId(SubjectId.Kind.OTHER, "nguyenvana"));
  }
}
