package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReportJsonTest {

  @Test
  void a_report_comes_back_from_json_as_it_was() {
    var report = World.verify(World.sealed());

    var json = ReportJson.write(report);

    assertThat(json)
        .doesNotContain("\n")
        .contains("\"verdict\":\"VALID\"", "\"assumeTrusted\":false", "trang 1: điền số, ngày");
    assertThat(ReportJson.read(json)).isEqualTo(report);
    assertThat(ReportJson.read(ReportJson.write(report, false, 12))).isEqualTo(report);
  }

  @Test
  void a_report_about_an_unsigned_file_comes_back_as_it_was() {
    var report = World.verify(World.reserved());

    assertThat(ReportJson.read(ReportJson.write(report))).isEqualTo(report);
  }

  @Test
  void other_json_is_refused() {
    for (var wrong :
        new String[] {
          "", "{}", "[]", "{\"schema\":\"x\"}", "{\"schema\":\"dossier-hub/validation-report/1\"}"
        }) {
      assertThatThrownBy(() -> ReportJson.read(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
