package org.dossierhub.signing.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.dossierhub.signing.pdf.CannotSign.Reason.ALREADY_SIGNED;
import static org.dossierhub.signing.pdf.CannotSign.Reason.CERTIFICATE_NOT_FOR_SIGNING;
import static org.dossierhub.signing.pdf.CannotSign.Reason.CERTIFICATE_NOT_IN_FORCE;
import static org.dossierhub.signing.pdf.CannotSign.Reason.CLOSED;
import static org.dossierhub.signing.pdf.CannotSign.Reason.FIELDS_MISSING;
import static org.dossierhub.signing.pdf.CannotSign.Reason.IMAGE_UNUSABLE;
import static org.dossierhub.signing.pdf.CannotSign.Reason.NOT_A_PDF;
import static org.dossierhub.signing.pdf.CannotSign.Reason.OUT_OF_ORDER;
import static org.dossierhub.signing.pdf.CannotSign.Reason.WEAK_KEY;
import static org.dossierhub.signing.pdf.CannotSign.Reason.WRONG_SIGNATURE_VALUE;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.pades.validation.PAdESSignature;
import eu.europa.esig.dss.pades.validation.PDFDocumentValidator;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.dossierhub.signing.token.Pkcs12Token;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignPdfTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final SignPdf SIGN = new SignPdf(CLOCK);

  private static byte[] reserved;
  private static byte[] leaderSigned;
  private static byte[] filled;
  private static byte[] sealed;

  @BeforeAll
  static void issue() {
    reserved = ResultForm.reserve(DecisionPdf.draft(), ResultLayout.decision());
    leaderSigned =
        SIGN.signAsLeader(
            reserved, People.token("leader"), Optional.of(DecisionPdf.signatureImage()));
    filled = ResultForm.fill(leaderSigned, "123/QĐ-SXD", LocalDate.of(2026, 2, 5));
    sealed =
        SIGN.sealAsAgency(filled, People.token("clerk-seal"), Optional.of(DecisionPdf.sealImage()));
  }

  @Test
  void every_step_only_appends_to_the_bytes_before_it() {
    assertThat(Arrays.copyOf(leaderSigned, reserved.length)).isEqualTo(reserved);
    assertThat(Arrays.copyOf(filled, leaderSigned.length)).isEqualTo(leaderSigned);
    assertThat(Arrays.copyOf(sealed, filled.length)).isEqualTo(filled);
  }

  @Test
  void a_sealed_result_has_exactly_two_intact_baseline_signatures() {
    assertThat(signatures(leaderSigned)).hasSize(1);
    var signatures = signatures(sealed);
    assertThat(signatures).hasSize(2);
    for (var signature : signatures) {
      signature.checkSignatureIntegrity();
      assertThat(signature.getSignatureCryptographicVerification().isSignatureIntact()).isTrue();
      assertThat(signature.getSignatureCryptographicVerification().isReferenceDataIntact())
          .isTrue();
      assertThat(((PAdESSignature) signature).getDataFoundUpToLevel())
          .isEqualTo(SignatureLevel.PAdES_BASELINE_B);
    }
  }

  private static List<eu.europa.esig.dss.spi.signature.AdvancedSignature> signatures(byte[] pdf) {
    var validator = new PDFDocumentValidator(new InMemoryDocument(pdf));
    validator.setCertificateVerifier(new CommonCertificateVerifier(true));
    return validator.getSignatures();
  }

  @Test
  void poppler_finds_both_signatures_valid_and_the_whole_file_signed(@TempDir Path folder)
      throws Exception {
    assumeTrue(installed("pdfsig"), "pdfsig (poppler-utils) is not installed");
    var file = Files.write(folder.resolve("result.pdf"), sealed);
    var process =
        new ProcessBuilder("pdfsig", "-nocert", file.toString()).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(said.split("Signature is Valid", -1)).as(said).hasSize(3);
    assertThat(said).contains("Nguyễn Thị Minh An").contains("ETSI.CAdES.detached");
    assertThat(said.substring(said.indexOf("DossierHub_Seal"))).contains("Total document signed");
  }

  private static boolean installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void the_leader_certifies_the_file_and_locks_all_but_the_reserved_fields() throws Exception {
    try (var document = Loader.loadPDF(sealed)) {
      var signature = signature(document, ResultForm.LEADER);
      var references = signature.getCOSArray(COSName.REFERENCE);
      assertThat(references.size()).isEqualTo(2);

      var docMdp = (COSDictionary) references.getObject(0);
      assertThat(docMdp.getNameAsString(COSName.TRANSFORM_METHOD)).isEqualTo("DocMDP");
      assertThat(docMdp.getCOSDictionary(COSName.TRANSFORM_PARAMS).getInt(COSName.P)).isEqualTo(2);

      var fieldMdp = (COSDictionary) references.getObject(1);
      assertThat(fieldMdp.getNameAsString(COSName.TRANSFORM_METHOD)).isEqualTo("FieldMDP");
      expectAllBut(
          fieldMdp.getCOSDictionary(COSName.TRANSFORM_PARAMS), ResultForm.OPEN_AFTER_LEADER);
      expectAllBut(lock(document, ResultForm.LEADER), ResultForm.OPEN_AFTER_LEADER);

      var permissions =
          document.getDocumentCatalog().getCOSObject().getCOSDictionary(COSName.PERMS);
      assertThat(permissions.getDictionaryObject(COSName.DOCMDP)).isSameAs(signature);
    }
  }

  @Test
  void the_seal_locks_all_but_the_time_stamp_and_certifies_nothing() throws Exception {
    try (var document = Loader.loadPDF(sealed)) {
      var references = signature(document, ResultForm.SEAL).getCOSArray(COSName.REFERENCE);
      assertThat(references.size()).isEqualTo(1);
      var fieldMdp = (COSDictionary) references.getObject(0);
      assertThat(fieldMdp.getNameAsString(COSName.TRANSFORM_METHOD)).isEqualTo("FieldMDP");
      expectAllBut(fieldMdp.getCOSDictionary(COSName.TRANSFORM_PARAMS), ResultForm.OPEN_AFTER_SEAL);
    }
  }

  private static COSDictionary signature(PDDocument document, String field) {
    return field(document, field).getSignature().getCOSObject();
  }

  private static COSDictionary lock(PDDocument document, String field) {
    return field(document, field).getCOSObject().getCOSDictionary(COSName.getPDFName("Lock"));
  }

  private static PDSignatureField field(PDDocument document, String name) {
    return (PDSignatureField) document.getDocumentCatalog().getAcroForm(null).getField(name);
  }

  private static void expectAllBut(COSDictionary permissions, List<String> open) {
    assertThat(permissions.getNameAsString("Action")).isEqualTo("Exclude");
    assertThat(permissions.getCOSArray(COSName.FIELDS))
        .extracting(name -> ((COSString) name).getString())
        .containsExactlyElementsOf(open);
  }

  @Test
  void signature_and_seal_stand_in_colour_on_their_places_and_overlap() throws Exception {
    try (var document = Loader.loadPDF(sealed)) {
      var layout = ResultLayout.decision();
      var last = document.getNumberOfPages() - 1;
      var page = new PDFRenderer(document).renderImageWithDPI(last, 72);
      var blue = 0;
      var red = 0;
      var redOnTheSignature = 0;
      for (var x = 0; x < page.getWidth(); x++) {
        for (var y = 0; y < page.getHeight(); y++) {
          var rgb = page.getRGB(x, y);
          var r = rgb >> 16 & 0xff;
          var b = rgb & 0xff;
          var up = page.getHeight() - y;
          if (b > r + 40) {
            assertThat(x).isBetween((int) layout.leader().x() - 1, (int) layout.leader().right());
            assertThat(up).isBetween((int) layout.leader().y(), (int) layout.leader().top() + 1);
            blue++;
          }
          if (r > b + 60) {
            assertThat(x).isBetween((int) layout.seal().x() - 1, (int) layout.seal().right() + 1);
            assertThat(up).isBetween((int) layout.seal().y(), (int) layout.seal().top() + 1);
            red++;
            redOnTheSignature += x > layout.leader().x() ? 1 : 0;
          }
        }
      }
      assertThat(blue).isGreaterThan(100);
      assertThat(red).isGreaterThan(500);
      assertThat(redOnTheSignature).isBetween(red / 6, red / 2 + red / 10);
    }
  }

  @Test
  void a_plain_signature_covers_the_whole_file_and_a_second_one_keeps_the_first() {
    var once = SIGN.sign(DecisionPdf.draft(), People.token("citizen"));
    var twice = SIGN.sign(once, People.token("company"));

    assertThat(Arrays.copyOf(twice, once.length)).isEqualTo(once);
    assertThat(signatures(twice)).hasSize(2);
    for (var signature : signatures(twice)) {
      signature.checkSignatureIntegrity();
      assertThat(signature.getSignatureCryptographicVerification().isSignatureValid()).isTrue();
    }
  }

  @Test
  void elliptic_curve_keys_sign_too() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var pair = generator.generateKeyPair();
    var name = new X500Principal("CN=Đường cong");
    var now = CLOCK.instant();
    var certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.TEN,
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    var token = Pkcs12Token.of(pair.getPrivate(), List.of(certificate));

    var signatures = signatures(SIGN.sign(DecisionPdf.draft(), token));

    assertThat(signatures).hasSize(1);
    signatures.get(0).checkSignatureIntegrity();
    assertThat(signatures.get(0).getSignatureCryptographicVerification().isSignatureValid())
        .isTrue();
  }

  @Test
  void an_attachment_is_sealed_with_number_and_time_at_the_upper_right_and_no_image()
      throws Exception {
    var then = Clock.fixed(CLOCK.instant(), ZoneOffset.UTC);
    var draft = DecisionPdf.draft();
    var attachment =
        new SignPdf(then).sealAttachment(draft, People.token("clerk-seal"), "123/QĐ-SXD");

    assertThat(Arrays.copyOf(attachment, draft.length)).isEqualTo(draft);
    assertThat(signatures(attachment)).hasSize(1);
    signatures(attachment).get(0).checkSignatureIntegrity();
    var time =
        then.instant()
            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
            .atOffset(ZoneOffset.ofHours(7));
    try (var document = Loader.loadPDF(attachment)) {
      var widget = document.getSignatureFields().get(0).getWidgets().get(0);
      assertThat(widget.getRectangle().getUpperRightX()).isBetween(560f, 570f);
      assertThat(widget.getRectangle().getUpperRightY()).isBetween(805f, 820f);
      document.getDocumentCatalog().getAcroForm(null).flatten();
      assertThat(new org.apache.pdfbox.text.PDFTextStripper().getText(document))
          .contains(
              "123/QĐ-SXD; "
                  + java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time));
    }
  }

  @Test
  void the_signing_time_is_the_clocks_in_vietnamese_time() throws Exception {
    var then = Clock.fixed(CLOCK.instant().minus(Duration.ofHours(1)), ZoneOffset.UTC);
    var signed = new SignPdf(then).sign(DecisionPdf.draft(), People.token("citizen"));
    try (var document = Loader.loadPDF(signed)) {
      var signature = document.getLastSignatureDictionary();
      assertThat(signature.getSignDate().toInstant())
          .isEqualTo(then.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
      assertThat(signature.getCOSObject().getString(COSName.M)).endsWith("+07'00'");
    }
  }

  @Test
  void a_signature_in_two_steps_equals_one_made_at_once() {
    var token = People.token("leader");
    var fixed = new SignPdf(Clock.fixed(CLOCK.instant(), ZoneOffset.UTC));
    var pending = fixed.prepareAsLeader(reserved, token.chain(), Optional.empty());
    var signed = fixed.complete(pending, token.sign(pending.toBeSigned()));

    assertThat(signatures(signed)).hasSize(1);
    var again = PendingSignature.read(pending.written());
    assertThat(fixed.complete(again, token.sign(again.toBeSigned()))).isEqualTo(signed);
  }

  @Test
  void A22_a_value_made_by_another_key_or_over_another_document_is_not_embedded() {
    var token = People.token("leader");
    var pending = SIGN.prepareAsLeader(reserved, token.chain(), Optional.empty());
    var other = SIGN.prepare(DecisionPdf.draft(), token.chain());

    refused(
        WRONG_SIGNATURE_VALUE,
        () -> SIGN.complete(pending, People.token("stranger").sign(pending.toBeSigned())));
    refused(WRONG_SIGNATURE_VALUE, () -> SIGN.complete(pending, token.sign(other.toBeSigned())));
    refused(WRONG_SIGNATURE_VALUE, () -> SIGN.complete(pending, new byte[3]));
  }

  @Test
  void A22_a_pending_signature_whose_document_was_changed_is_not_completed() {
    var token = People.token("leader");
    var pending = SIGN.prepareAsLeader(reserved, token.chain(), Optional.empty());
    var written = pending.written();
    var at = indexOf(written, "%PDF-1.7");
    written[at + 7] = '6';
    var changed = PendingSignature.read(written);

    refused(WRONG_SIGNATURE_VALUE, () -> SIGN.complete(changed, token.sign(changed.toBeSigned())));
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  @Test
  void refuses_certificates_that_may_not_sign() {
    var draft = DecisionPdf.draft();
    refused(CERTIFICATE_NOT_IN_FORCE, () -> SIGN.sign(draft, People.token("leader-expired")));
    refused(CERTIFICATE_NOT_IN_FORCE, () -> SIGN.sign(draft, People.token("leader-not-yet-valid")));
    refused(WEAK_KEY, () -> SIGN.sign(draft, People.token("leader-weak")));
    refused(
        CERTIFICATE_NOT_FOR_SIGNING, () -> SIGN.sign(draft, People.token("leader-wrong-usage")));
  }

  @Test
  void refuses_steps_out_of_order() {
    var leader = People.token("leader");
    var seal = People.token("clerk-seal");
    refused(FIELDS_MISSING, () -> SIGN.signAsLeader(DecisionPdf.draft(), leader, Optional.empty()));
    refused(ALREADY_SIGNED, () -> SIGN.signAsLeader(leaderSigned, leader, Optional.empty()));
    refused(OUT_OF_ORDER, () -> SIGN.sealAsAgency(reserved, seal, Optional.empty()));
    refused(OUT_OF_ORDER, () -> SIGN.sealAsAgency(leaderSigned, seal, Optional.empty()));
    refused(ALREADY_SIGNED, () -> SIGN.sealAsAgency(sealed, seal, Optional.empty()));
  }

  @Test
  void A5_refuses_to_add_a_signature_that_the_leaders_certification_does_not_permit() {
    refused(CLOSED, () -> SIGN.sign(leaderSigned, People.token("stranger")));
  }

  @Test
  void A17_refuses_pictures_that_are_not_png_or_too_large() {
    var leader = People.token("leader");
    var bomb = DecisionPdf.signatureImage();
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    refused(IMAGE_UNUSABLE, () -> SIGN.signAsLeader(reserved, leader, Optional.of(bomb)));
    var text = "<svg/>".getBytes(StandardCharsets.UTF_8);
    refused(IMAGE_UNUSABLE, () -> SIGN.signAsLeader(reserved, leader, Optional.of(text)));
  }

  @Test
  void refuses_what_is_not_a_pdf() {
    refused(
        NOT_A_PDF,
        () -> SIGN.sign("Quyết định".getBytes(StandardCharsets.UTF_8), People.token("citizen")));
  }

  static void refused(CannotSign.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(CannotSign.class))
        .extracting(CannotSign::reason)
        .isEqualTo(reason);
  }
}
