package org.dossierhub.exchange.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.exchange.desk.TestDesk;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.verification.UploadRate;
import org.dossierhub.exchange.verification.Uploads;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.ValidationReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operation {@code verify}, question in, answer out. */
class TellVerdictTest {
  private static final Path SAMPLES = Path.of("../docs/protocol/samples");

  private final Caller caller = new Caller(TestDesk.JUSTICE, Channel.SOAP, Optional.empty());
  private TestDesk desk;
  private TellVerdict tell;

  @BeforeEach
  void an_agency_may_ask(@TempDir Path folder) {
    desk = new TestDesk(folder);
    tell = new TellVerdict(Uploads.at(desk), new UploadRate(Clock.systemUTC()), desk.hub);
  }

  @Test
  void tells_of_a_published_result_what_the_pages_tell() throws Exception {
    var bytes = desk.bytes(desk.published());

    var report = tell.answer(caller, question("ket-qua.pdf", bytes)).getReport();

    var shown = Uploads.at(desk).verify("ket-qua.pdf", new java.io.ByteArrayInputStream(bytes));
    assertThat(report.getVerdict()).isEqualTo(Verdict.VALID);
    assertThat(report.getSentenceVi()).isEqualTo(shown.report().sentence());
    assertThat(report.getSha256()).isEqualTo(Sha256.of(bytes).hex());
    assertThat(report.getSignature()).hasSize(2);
    assertThat(report.getSignature())
        .extracting(VerifiedSignature::getRole)
        .containsExactly("LEADER", "AGENCY");
    assertThat(report.getSignature())
        .extracting(VerifiedSignature::getPolicy)
        .containsOnly("VN-GOV-2025");
    assertThat(report.getSignature().get(1).getProvenTime()).isNotNull();
    assertThat(report.getChange())
        .extracting(ChangeAfterSignature::getTextVi)
        .contains("trang 1: điền số, ngày");
    assertThat(report.getIssuedHere().getState()).isEqualTo(ResultState.PUBLISHED);
    assertThat(report.getIssuedHere().getPublicUrl()).startsWith("https://hub.test/ket-qua/");
    readsBack(report);
  }

  @Test
  void a_changed_file_is_invalid_and_not_issued_here() throws Exception {
    var bytes = desk.bytes(desk.published());
    bytes[bytes.length / 3] ^= 1;

    var report = tell.answer(caller, question("ket-qua.pdf", bytes)).getReport();

    assertThat(report.getVerdict()).isEqualTo(Verdict.INVALID);
    assertThat(report.getIssuedHere()).isNull();
    readsBack(report);
  }

  @Test
  void the_sample_is_answered_in_the_form_of_the_sample_answer() throws Exception {
    var question = (Verify) WireDocument.read(Files.readAllBytes(SAMPLES.resolve("verify.xml")));

    var report = tell.answer(caller, question).getReport();

    assertThat(report.getVerdict()).isEqualTo(Verdict.UNSIGNED);
    assertThat(report.getName()).isEqualTo(question.getName());
    var sample =
        (VerifyResponse)
            WireDocument.read(Files.readAllBytes(SAMPLES.resolve("verify-response.xml")));
    assertThat(report.getSha256()).isEqualTo(sample.getReport().getSha256());
    readsBack(report);
  }

  @Test
  void what_xml_cannot_carry_is_replaced() throws Exception {
    var report =
        TellVerdict.report(
            new ValidationReport(
                "a\u0001b\uD800.pdf",
                Sha256.of(new byte[0]),
                "VN-GOV-2025",
                Instant.EPOCH,
                org.dossierhub.signing.verification.Verdict.UNSIGNED,
                "NO_SIGNATURE",
                "câu",
                "sentence",
                List.of(),
                List.of(),
                List.of("tệp\u0000")));

    assertThat(report.getName()).isEqualTo("a\uFFFDb\uFFFD.pdf");
    readsBack(report);
  }

  @Test
  void one_agency_has_three_hundred_files_in_five_minutes_and_does_not_use_up_those_of_others()
      throws Exception {
    var rate = new UploadRate(Clock.systemUTC());
    var limited = new TellVerdict(Uploads.at(desk), rate, desk.hub);
    for (int i = 0; i < 300; i++) {
      rate.take(TestDesk.JUSTICE);
    }

    assertThatThrownBy(() -> limited.answer(caller, question("a.txt", new byte[1])))
        .isInstanceOfSatisfying(
            RefusalFault.class,
            fault -> {
              assertThat(fault.getFaultInfo().getCode()).isEqualTo("TRY_AGAIN_LATER");
              assertThat(fault.getFaultInfo().getRetryAfterSeconds()).isPositive();
            });
    var other = new Caller(TestDesk.FARMING, Channel.SOAP, Optional.empty());
    assertThat(limited.answer(other, question("a.txt", new byte[1]))).isNotNull();
  }

  @Test
  void a_question_without_name_or_content_is_malformed() {
    malformed(question(null, new byte[1]));
    malformed(question(" ", new byte[1]));
    malformed(question("x".repeat(256), new byte[1]));
    var empty = new Verify();
    empty.setName("a.pdf");
    malformed(empty);
  }

  private void malformed(Verify question) {
    assertThatThrownBy(() -> tell.answer(caller, question))
        .isInstanceOfSatisfying(
            RefusalFault.class,
            fault -> assertThat(fault.getFaultInfo().getCode()).isEqualTo("MALFORMED"));
  }

  /** The answer follows exchange.xsd. */
  private static void readsBack(VerificationReport report) throws RefusalFault {
    var response = new VerifyResponse();
    response.setReport(report);
    var written = WireDocument.write(response);
    assertThat(WireDocument.write(WireDocument.read(written))).isEqualTo(written);
  }

  private static Verify question(String name, byte[] content) {
    var question = new Verify();
    question.setName(name);
    question.setContent(
        new DataHandler(new ByteArrayDataSource(content, "application/octet-stream")));
    return question;
  }
}
