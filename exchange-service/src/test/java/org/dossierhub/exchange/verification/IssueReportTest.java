package org.dossierhub.exchange.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import org.dossierhub.exchange.desk.DraftPdf;
import org.dossierhub.exchange.desk.TestDesk;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.signing.report.ReportFormat;
import org.dossierhub.signing.verification.SignerRole;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssueReportTest {
  private final ReportTicket tickets = new ReportTicket(new byte[32]);
  private TestDesk desk;
  private VerifyUpload verifyUpload;
  private IssueReport issueReport;

  @BeforeEach
  void a_hub_with_its_key(@TempDir Path folder) {
    desk = new TestDesk(folder);
    var register = new PublicRegister(desk.results, desk.agencies);
    verifyUpload = new VerifyUpload(desk.verifyDocument, register, desk.payloads);
    issueReport =
        new IssueReport(register, new SystemKey(TestDesk.systemToken()), desk.hub, desk.clock);
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void the_hub_verifies_its_own_report_as_sealed_by_a_system(ReportFormat format) throws Exception {
    var verdict = verify("nhap.pdf", DraftPdf.decision());

    var report = issueReport.issue(verdict.report(), format, Locale.ENGLISH);

    var ofReport = verify("report", report).report();
    assertThat(ofReport.verdict()).as(ofReport.summary()).isEqualTo(Verdict.VALID);
    assertThat(ofReport.signatures()).singleElement().matches(s -> s.role() == SignerRole.SYSTEM);
  }

  @Test
  void the_report_on_a_revoked_result_says_so_beside_the_valid_signature() throws Exception {
    var published = desk.published();
    var verdict = verify("ket-qua.pdf", desk.bytes(published));
    desk.revokeResult.revoke(desk.clerk, published.id(), "Cấp phép sai thẩm quyền, thu hồi");

    var page =
        new String(
            issueReport.issue(verdict.report(), ReportFormat.HTML, new Locale("vi")),
            StandardCharsets.UTF_8);

    assertThat(page)
        .contains("Chữ ký số hợp lệ")
        .contains("nhưng đã bị thu hồi")
        .contains("Cấp phép sai thẩm quyền, thu hồi")
        .contains("https://hub.test/kiem-tra");
  }

  @Test
  void a_ticket_gives_back_exactly_the_verdict_it_was_made_of() throws Exception {
    var report = verify("kết quả.pdf", desk.bytes(desk.published())).report();

    assertThat(tickets.open(tickets.of(report).orElseThrow())).contains(report);
  }

  @Test
  void a_changed_ticket_one_of_another_hub_and_what_is_none_open_nothing() throws Exception {
    var ticket = tickets.of(verify("nhap.pdf", DraftPdf.decision()).report()).orElseThrow();
    var otherKey = new byte[32];
    otherKey[0] = 1;

    assertThat(new ReportTicket(otherKey).open(ticket)).isEmpty();
    var bytes = Base64.getUrlDecoder().decode(ticket);
    for (var at : new int[] {0, 31, 32, 60, bytes.length - 1}) {
      bytes[at] ^= 1;
      assertThat(tickets.open(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)))
          .isEmpty();
      bytes[at] ^= 1;
    }
    for (var none : new String[] {"", "????", "AAAA", "x".repeat(300_000)}) {
      assertThat(tickets.open(none)).isEmpty();
    }
  }

  private UploadVerdict verify(String name, byte[] content) throws Exception {
    return verifyUpload.verify(name, new ByteArrayInputStream(content));
  }
}
