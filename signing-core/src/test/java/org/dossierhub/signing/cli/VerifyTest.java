package org.dossierhub.signing.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.evidence.HashTree;
import org.dossierhub.signing.evidence.PackEvidence;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.timestamp.AskTimestamp;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.timestamp.TimestampTrust;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.verification.ReportJson;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line as docs/protocol/verify-command-line.md promises it. */
class VerifyTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();

  @TempDir static Path folder;

  private static Path trust;
  private static Path lists;
  private static Path signed;
  private static Path unsigned;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void prepare() throws IOException, GeneralSecurityException {
    trust = folder.resolve("tin cậy");
    write(trust.resolve("government"), PKI.governmentAnchors());
    write(trust.resolve("public"), PKI.publicAnchors());
    write(trust.resolve("intermediates"), PKI.intermediates());
    lists = Files.createDirectories(folder.resolve("crl"));
    for (var authority : PKI.authorities()) {
      Files.write(lists.resolve(authority + ".crl"), PKI.crl(authority, Instant.now()));
    }
    var leader = PKI.identity("leader");
    signed = folder.resolve("quyết định.pdf");
    var token = Pkcs12Token.of(leader.key(), leader.chain());
    Files.write(signed, new SignPdf(Clock.systemUTC()).sign(DecisionPdf.draft(), token));
    unsigned = folder.resolve("nháp.pdf");
    Files.write(unsigned, DecisionPdf.draft());
  }

  private static void write(Path place, Iterable<X509Certificate> certificates)
      throws IOException, GeneralSecurityException {
    Files.createDirectories(place);
    int number = 0;
    for (var certificate : certificates) {
      Files.writeString(place.resolve(++number + ".pem"), pem(certificate));
    }
  }

  private static String pem(X509Certificate certificate) throws GeneralSecurityException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private int verify(Object... arguments) {
    var texts = new ArrayList<String>();
    for (var argument : arguments) {
      texts.add(argument.toString());
    }
    return Verify.run(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        texts.toArray(String[]::new));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void prints_the_verdict_and_the_seven_items_in_vietnamese_and_exits_with_0() {
    int exit = verify("--trust", trust, "--crl", lists, signed);

    assertThat(said())
        .startsWith(signed + ": HỢP LỆ. Chữ ký số hợp lệ: người có thẩm quyền Nguyễn Thị Minh An")
        .contains("1. Cơ quan, tổ chức cấp chứng thư: CA phục vụ các cơ quan Nhà nước")
        .contains("7. Thời hạn có hiệu lực của chứng thư: từ");
    assertThat(exit).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void a_package_of_evidence_verifies_with_the_roots_alone_until_a_byte_is_changed()
      throws IOException {
    TimestampAuthority authority = request -> PKI.timestampAnswer(request, Instant.now());
    var anchors = TrustAnchors.load(trust);
    var asked =
        new RevocationSource() {
          @Override
          public Optional<byte[]> ocsp(URI responder, byte[] request) {
            return Optional.of(PKI.ocspAnswer(request, Instant.now()));
          }

          @Override
          public Optional<byte[]> crl(URI distributionPoint) {
            return Optional.empty();
          }
        };
    var evidence = "<evidence/>".getBytes(StandardCharsets.UTF_8);
    var tree = HashTree.over(List.of(Sha256.of(evidence), Sha256.of(new byte[] {1})));
    var token =
        new AskTimestamp(authority, new TimestampTrust(anchors.all(), anchors.intermediates()))
            .token(HashTree.ALGORITHM, tree.root());
    var hub = PKI.identity("hub-system");
    var packed =
        new PackEvidence(authority, anchors, asked, Clock.systemUTC())
            .packForLater(
                List.of(
                    new PackEvidence.PackedFile(
                        "tai-lieu/001-Đơn.pdf", DecisionPdf.draft(), Optional.empty()),
                    new PackEvidence.PackedFile(
                        "chung-cu/01-DELIVERY.xml", evidence, Optional.of(tree.record(0, token)))),
                Pkcs12Token.of(hub.key(), hub.chain()));
    var file = Files.write(folder.resolve("gói chứng cứ.asice"), packed);

    assertThat(verify("--trust", trust, file)).as(said()).isZero();

    packed[packed.length / 3] ^= 1; // inside what is compressed of the document
    Files.write(file, packed);
    assertThat(verify("--trust", trust, file)).isEqualTo(1);
  }

  @Test
  void prints_in_english_when_asked() {
    assertThat(verify("--lang", "en", "--trust", trust, "--crl", lists, signed)).isZero();

    assertThat(said()).contains(": VALID. The digital signature is valid", "1. Issued by: ");
  }

  @Test
  void prints_one_line_of_json_for_each_file_in_order_and_exits_with_1_when_one_is_not_valid() {
    var missing = folder.resolve("không có.pdf");

    int exit = verify("--json", "--trust", trust, "--crl", lists, signed, unsigned, missing);

    assertThat(exit).isEqualTo(1);
    var reports = said().lines().map(ReportJson::read).toList();
    assertThat(reports)
        .extracting(report -> report.verdict())
        .containsExactly(Verdict.VALID, Verdict.UNSIGNED, Verdict.REFUSED);
    assertThat(reports).extracting(report -> report.signatures().size()).containsExactly(1, 0, 0);
    assertThat(said().lines()).allMatch(line -> line.contains("\"millis\":"));
  }

  @Test
  void takes_single_certificates_for_trust_but_tells_no_role_from_them()
      throws GeneralSecurityException, IOException {
    var root = folder.resolve("root.pem");
    Files.writeString(root, pem(PKI.identity("government-root").certificate()));

    int exit = verify("--json", "--trust", root, "--crl", lists, signed);

    assertThat(exit).isZero();
    assertThat(said()).contains("\"role\":\"UNKNOWN\"");
  }

  @Test
  void does_not_decide_without_trust_and_without_revocation() {
    assertThat(verify("--json", signed)).isEqualTo(1);
    assertThat(verify("--json", "--trust", trust, signed)).isEqualTo(1);

    assertThat(said().lines().map(ReportJson::read))
        .extracting(report -> report.reason())
        .containsExactly("NO_CERTIFICATE_CHAIN_FOUND", "TRY_LATER");
  }

  @Test
  void judges_for_another_moment() {
    assertThat(
            verify(
                "--json", "--at", "2040-01-01T00:00:00Z", "--trust", trust, "--crl", lists, signed))
        .isEqualTo(1);

    assertThat(ReportJson.read(said().strip()).at())
        .isEqualTo(Instant.parse("2040-01-01T00:00:00Z"));
    assertThat(ReportJson.read(said().strip()).verdict()).isEqualTo(Verdict.INDETERMINATE);
  }

  @Test
  void writes_an_unsealed_report_about_one_file_beside_its_answer() throws IOException {
    for (var format : List.of("html", "pdf", "xml")) {
      var report = folder.resolve("báo cáo." + format);

      assertThat(
              verify("--report", report, "--lang", "en", "--trust", trust, "--crl", lists, signed))
          .isZero();

      assertThat(report).isNotEmptyFile();
    }
    assertThat(folder.resolve("báo cáo.html"))
        .content()
        .contains("<strong>✓ The digital signature is valid</strong>", "This report is NOT signed");
    assertThat(verify("--json", folder.resolve("báo cáo.pdf"))).isEqualTo(1);
    assertThat(said()).contains("\"verdict\":\"UNSIGNED\"");
  }

  @Test
  void exits_with_2_and_says_what_is_wrong_when_called_wrongly() {
    for (var wrong :
        List.of(
            List.of(),
            List.of("--policy", "NONE", signed),
            List.of("--at", "yesterday", signed),
            List.of("--lang", "fr", signed),
            List.of("--trust", folder.resolve("nowhere"), signed),
            List.of("--crl", signed, signed),
            List.of("--allow", "host", signed),
            List.of("--hosts", folder.resolve("nowhere"), signed),
            List.of("--report", folder.resolve("report.doc"), signed),
            List.of("--report", folder.resolve("nowhere/report.pdf"), signed),
            List.of("--report", folder.resolve("report.pdf"), signed, unsigned),
            List.of("--what", signed))) {
      err.reset();
      assertThat(verify(wrong.toArray())).as(wrong.toString()).isEqualTo(2);
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage");
    }
  }
}
