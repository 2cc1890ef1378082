package org.dossierhub.signing.report;

import static org.assertj.core.api.Assertions.assertThat;

import eu.europa.esig.validationreport.ValidationReportUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.transform.stream.StreamSource;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.verification.DocumentChange;
import org.dossierhub.signing.verification.ReportInWords;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.SignerRole;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.VerifyDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteReportTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final Locale VIETNAMESE = new Locale("vi");

  private static final VerifyDocument VERIFY =
      new VerifyDocument(
          TrustAnchors.of(PKI.governmentAnchors(), PKI.publicAnchors(), PKI.intermediates()),
          new RevocationSource() {
            @Override
            public Optional<byte[]> ocsp(URI responder, byte[] request) {
              return Optional.of(PKI.ocspAnswer(request, Instant.now()));
            }

            @Override
            public Optional<byte[]> crl(URI distributionPoint) {
              var path = distributionPoint.getPath();
              var name = path.substring(path.lastIndexOf('/') + 1).replace(".crl", "");
              return Optional.of(PKI.crl(name, Instant.now()));
            }
          },
          Clock.systemUTC());

  private static final ValidationReport VALID =
      VERIFY.verify(
          "Quyết định số 123 (bản phát hành).pdf",
          new SignPdf(Clock.systemUTC()).sign(DecisionPdf.draft(), token("leader")));

  private static Pkcs12Token token(String name) {
    var identity = PKI.identity(name);
    return Pkcs12Token.of(identity.key(), identity.chain());
  }

  /** One of everything, and names as strangers choose them. */
  private static ValidationReport awkward() {
    var signature = VALID.signatures().get(0);
    var broken =
        new SignatureReport(
            "<b>&\"'\u202e",
            "PAdES",
            "BASELINE_B",
            "VN-GOV-2025",
            "INDETERMINATE",
            "FORMAT_FAILURE",
            "PAGE_CONTENT_CHANGED",
            Verdict.INDETERMINATE,
            true,
            false,
            SignerRole.AGENCY,
            "SỞ XÂY DỰNG 漢字 😀 \u0001<script>alert(1)</script>",
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new CertificateId("CN=x", java.math.BigInteger.TEN)),
            "Giải thích: ẰẲẴẶằẳẵặ ỀỂỄỆ ỒỔỖỘ ỜỞỠỢ ỪỬỮỰ ỲỶỸỴ đĐ",
            "Explained",
            "Cần bản gốc.",
            "Get the original.",
            List.of("Lưu ý một", "Lưu ý hai"),
            List.of("Note one", "Note two"));
    return new ValidationReport(
        "a".repeat(180) + "\u202e&<>.pdf",
        Sha256.of(new byte[] {1}),
        "VN-GOV-2025",
        VALID.at(),
        Verdict.INDETERMINATE,
        "PAGE_CONTENT_CHANGED",
        "Chưa đủ căn cứ: " + "một câu rất dài ".repeat(60),
        "Not enough",
        List.of(signature, broken),
        List.of(
            new DocumentChange(
                "Signature1",
                DocumentChange.Kind.NUMBER_AND_DATE,
                1,
                true,
                "trang 1: điền số, ngày",
                "page 1: number and date filled in"),
            new DocumentChange(
                "Signature1",
                DocumentChange.Kind.PAGE_CONTENT,
                2,
                false,
                "trang 2: nội dung trang bị thay đổi",
                "page 2: content of the page changed")),
        List.of("phụ lục <1>.txt"));
  }

  private static ValidationReport unsigned() {
    return VERIFY.verify("nháp.pdf", DecisionPdf.draft());
  }

  private static ReportContent unsealed(ValidationReport report, Locale language) {
    return new ReportContent(report, language, false, List.of(), Optional.empty());
  }

  private static ReportContent toSeal(ValidationReport report, Locale language) {
    return new ReportContent(
        report,
        language,
        false,
        List.of("Tệp này trùng với bản do cơ quan phát hành."),
        Optional.of(
            new ReportContent.Sealing(
                "TRUNG TÂM CHUYỂN ĐỔI SỐ TỈNH BÌNH MINH", "https://dvc.example/kiem-tra")));
  }

  private static String textOf(byte[] pdf) throws IOException {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    }
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void a_sealed_report_is_itself_valid_and_sealed_by_a_system_not_by_an_agency(
      ReportFormat format) {
    var sealed =
        new WriteReport(Clock.systemUTC())
            .sealed(toSeal(VALID, VIETNAMESE), format, token("hub-system"));

    var verdict = VERIFY.verify(format.fileName("x"), sealed);

    assertThat(verdict.verdict()).as(verdict.summary()).isEqualTo(Verdict.VALID);
    assertThat(verdict.signatures()).singleElement().matches(s -> s.role() == SignerRole.SYSTEM);
    assertThat(verdict.signatures()).allMatch(SignatureReport::coversWholeDocument);
    assertThat(verdict.sentence()).contains("hệ thống của TRUNG TÂM CHUYỂN ĐỔI SỐ TỈNH BÌNH MINH");
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void a_sealed_report_that_was_altered_is_not_valid(ReportFormat format) {
    var sealed =
        new WriteReport(Clock.systemUTC())
            .sealed(toSeal(VALID, VIETNAMESE), format, token("hub-system"));
    var text = new String(sealed, StandardCharsets.ISO_8859_1);
    var at = format == ReportFormat.PDF ? text.indexOf("stream") + 20 : text.indexOf("VN-GOV-2025");
    sealed[at] ^= 1;

    assertThat(VERIFY.verify("x", sealed).verdict()).isNotEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vi", "en"})
  void page_and_pdf_carry_everything_the_verdict_says(String language) throws IOException {
    var locale = new Locale(language);
    var content = toSeal(awkward(), locale);
    var words = ReportInWords.in(locale);
    var pdf = textOf(ReportAsPdf.of(content)).replace(" ", "");
    var html =
        new String(ReportAsHtml.of(content), StandardCharsets.UTF_8)
            .replaceAll("<[^>]*>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replaceAll("\\s+", "");

    for (var shown : List.of(pdf, html)) {
      assertThat(shown)
          .contains(content.report().digest().hex(), "VN-GOV-2025", "PAGE_CONTENT_CHANGED")
          .contains("(UTC+07:00)", "phụlục<1>.txt", "INDETERMINATE/FORMAT_FAILURE")
          .contains(words.sentence(content.report()).replaceAll("\\s+", ""))
          .contains("https://dvc.example/kiem-tra")
          .contains("Tệpnàytrùngvớibảndocơquanpháthành.");
      for (var signature : content.report().signatures()) {
        assertThat(shown).contains(words.role(signature.role()).replace(" ", ""));
        assertThat(shown).contains(words.explanation(signature).replace(" ", ""));
        words.notes(signature).forEach(note -> assertThat(shown).contains(note.replace(" ", "")));
      }
      for (var item : words.sevenItems(content.report().signatures().get(0))) {
        assertThat(shown).contains(item.title().replace(" ", ""), item.value().replace(" ", ""));
      }
      for (var change : content.report().changes()) {
        assertThat(shown).contains(words.change(change).replace(" ", ""));
      }
    }
  }

  @Test
  void text_from_strangers_stays_text() throws IOException {
    var html = new String(ReportAsHtml.of(unsealed(awkward(), VIETNAMESE)), StandardCharsets.UTF_8);

    assertThat(html).doesNotContain("<script").doesNotContain("\u202e").doesNotContain("\u0001");
    assertThat(textOf(ReportAsPdf.of(unsealed(awkward(), VIETNAMESE))))
        .contains("SỞ XÂY DỰNG ?? ?")
        .contains("ẰẲẴẶằẳẵặ ỀỂỄỆ ỒỔỖỘ ỜỞỠỢ ỪỬỮỰ ỲỶỸỴ đĐ");
  }

  @Test
  void the_xml_follows_the_schema_of_etsi_sealed_or_not() throws Exception {
    for (var report : List.of(VALID, awkward(), unsigned())) {
      var bare = ReportAsXml.of(unsealed(report, VIETNAMESE));
      var sealed =
          new WriteReport(Clock.systemUTC())
              .sealed(toSeal(report, VIETNAMESE), ReportFormat.XML, token("hub-system"));
      // the schema of the reports knows XAdES of 2005 only, whose properties lie in the Object
      var withoutProperties =
          new String(sealed, StandardCharsets.UTF_8)
              .replaceAll("(?s)<ds:Object>.*</ds:Object>", "")
              .getBytes(StandardCharsets.UTF_8);
      for (var xml : List.of(bare, withoutProperties)) {
        ValidationReportUtils.getInstance()
            .getSchema()
            .newValidator()
            .validate(new StreamSource(new ByteArrayInputStream(xml)));
      }
    }
  }

  @Test
  void the_xml_carries_what_the_verdict_rests_on_and_each_signature_its_path() throws Exception {
    var examined =
        VERIFY.examine(
            "quyết định.pdf",
            new SignPdf(Clock.systemUTC()).sign(DecisionPdf.draft(), token("leader")));
    var content = unsealed(examined.report(), VIETNAMESE).restingOn(examined.proofs());

    var bytes = ReportAsXml.of(content);

    ValidationReportUtils.getInstance()
        .getSchema()
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(bytes)));
    var xml = new String(bytes, StandardCharsets.UTF_8);
    assertThat(examined.proofs()).hasSizeGreaterThan(4);
    assertThat(xml.split("<vr:ValidationObject ")).hasSize(examined.proofs().size() + 1);
    var leader =
        java.util.Base64.getEncoder()
            .encodeToString(PKI.identity("leader").certificate().getEncoded());
    assertThat(xml)
        .contains("<vr:base64>" + leader + "</vr:base64>")
        .contains("urn:etsi:019102:validationObject:certificate")
        .contains("urn:etsi:019102:validationObject:OCSPResponse")
        .contains("<vr:SigningCertificate VOReference=")
        .contains("<vr:TrustAnchor VOReference=");
  }

  @Test
  void objects_too_large_for_a_report_are_named_by_their_digest() throws Exception {
    var large =
        new org.dossierhub.signing.verification.Proof(
            org.dossierhub.signing.verification.Proof.Kind.REVOCATION_LIST,
            "",
            new byte[(1 << 20) + 1]);
    var bytes = ReportAsXml.of(unsealed(VALID, VIETNAMESE).restingOn(List.of(large)));

    ValidationReportUtils.getInstance()
        .getSchema()
        .newValidator()
        .validate(new StreamSource(new ByteArrayInputStream(bytes)));
    assertThat(bytes).hasSizeLessThan(1 << 20);
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .contains(
            "<vr:ValidationObjectRepresentation><vr:DigestAlgAndValue>",
            java.util.Base64.getEncoder()
                .encodeToString(java.util.HexFormat.of().parseHex(large.digest().hex())));
  }

  @Test
  void the_xml_says_what_the_verdict_says() {
    var xml = new String(ReportAsXml.of(unsealed(awkward(), VIETNAMESE)), StandardCharsets.UTF_8);

    assertThat(xml)
        .contains("urn:etsi:019102:mainindication:total-passed")
        .contains("urn:etsi:019102:mainindication:indeterminate")
        .contains("urn:etsi:019102:subindication:FORMAT_FAILURE")
        .contains("PAGE_CONTENT_CHANGED")
        .contains("<vr:PolicyName>VN-GOV-2025</vr:PolicyName>");
  }

  @Test
  void a_report_without_seal_says_so_and_a_file_without_signature_gets_one() throws IOException {
    var content = unsealed(unsigned(), VIETNAMESE);

    assertThat(textOf(WriteReport.unsealed(content, ReportFormat.PDF)))
        .contains("Báo cáo này KHÔNG được ký số")
        .contains("Tệp không có chữ ký số");
    assertThat(new String(WriteReport.unsealed(content, ReportFormat.HTML), StandardCharsets.UTF_8))
        .contains("KHÔNG được ký số");
  }

  @Test
  void both_languages_have_the_same_texts() {
    assertThat(ReportTexts.ENGLISH.all().keySet())
        .containsExactlyInAnyOrderElementsOf(ReportTexts.VIETNAMESE.all().keySet());
  }

  @Test
  void leaves_pictures_of_itself_for_the_eye() throws IOException {
    var folder = Files.createDirectories(Path.of("target/reports-to-look-at"));
    var writer = new WriteReport(Clock.systemUTC());
    for (var format : ReportFormat.values()) {
      Files.write(
          folder.resolve("valid." + format.extension()),
          writer.sealed(toSeal(VALID, VIETNAMESE), format, token("hub-system")));
      Files.write(
          folder.resolve("awkward." + format.extension()),
          WriteReport.unsealed(unsealed(awkward(), VIETNAMESE), format));
    }
    assertThat(folder).isDirectoryContaining("glob:**valid.pdf");
  }
}
