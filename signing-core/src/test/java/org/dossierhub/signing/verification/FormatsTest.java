package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.REFUSED;
import static org.dossierhub.signing.verification.Verdict.UNSIGNED;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.token;
import static org.dossierhub.signing.verification.World.verify;

import eu.europa.esig.dss.asic.xades.ASiCWithXAdESSignatureParameters;
import eu.europa.esig.dss.asic.xades.signature.ASiCWithXAdESService;
import eu.europa.esig.dss.enumerations.ASiCContainerType;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xml.common.DocumentBuilderFactoryBuilder;
import eu.europa.esig.dss.xml.common.XmlDefinerUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.Test;

/** XML, CMS and containers; hazards A8 to A11. */
class FormatsTest {
  private static final String DOSSIER =
      "<hoSo xmlns=\"urn:dossierhub:thu\"><ten>Cấp giấy phép xây dựng</ten><phi>150000</phi></hoSo>";

  private static byte[] signedXml() {
    return new SignXml(Clock.fixed(NOW, ZoneOffset.UTC))
        .signEnveloped(utf8(DOSSIER), token("leader"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] xml) {
    return new String(xml, StandardCharsets.UTF_8);
  }

  @Test
  void the_parser_expands_no_entity() {
    assertThatCode(XmlSafety::probe).doesNotThrowAnyException();
  }

  @Test
  void a9_a_parser_that_expands_entities_keeps_the_program_from_starting() {
    var library = XmlDefinerUtils.getInstance();
    library.setDocumentBuilderFactoryBuilder(
        new DocumentBuilderFactoryBuilder() {
          @Override
          public DocumentBuilderFactory build() {
            return DocumentBuilderFactory.newDefaultInstance();
          }
        });
    try {
      assertThatThrownBy(XmlSafety::probe)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expanded");
    } finally {
      PlatformXml.giveToLibrary();
    }
    assertThatCode(XmlSafety::probe).doesNotThrowAnyException();
  }

  @Test
  void a_signed_xml_document_is_valid_and_covered_as_a_whole() {
    var report = verify(signedXml());

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures().get(0).format()).isEqualTo("XAdES");
    assertThat(report.signatures().get(0).coversWholeDocument()).isTrue();
    assertThat(report.signatures().get(0).role()).isEqualTo(SignerRole.LEADER);
  }

  @Test
  void a_changed_xml_document_is_invalid() {
    var report = verify(utf8(text(signedXml()).replace("150000", "50000")));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo("HASH_FAILURE");
  }

  @Test
  void xml_without_signature_is_not_signed_and_broken_xml_is_refused() {
    assertThat(verify(utf8(DOSSIER)).verdict()).isEqualTo(UNSIGNED);
    expectRefused("<a><b></a>", "XML_NOT_WELL_FORMED");
    expectRefused("<a b='&#0;'/>", "XML_NOT_WELL_FORMED");
  }

  @Test
  void a8_two_elements_with_one_id_are_refused() {
    expectRefused(
        text(signedXml()).replace("<phi>", "<phi Id=\"x\"/><phi ID=\"x\">"), "XML_DUPLICATE_ID");
  }

  @Test
  void a8_a_signature_wrapped_into_another_document_does_not_pass() {
    var signed = text(signedXml());
    var body = signed.replaceFirst("^<\\?xml[^>]*\\?>", "");

    var report = verify(utf8("<hoSo xmlns=\"urn:dossierhub:thu\"><phi>1</phi>" + body + "</hoSo>"));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).isEqualTo(INVALID);
  }

  @Test
  void a9_document_type_declarations_are_refused_whatever_they_declare() {
    expectRefused("<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>", "XML_DTD");
    expectRefused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "XML_DTD");
    var laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 \"ha\">");
    for (int i = 1; i < 12; i++) {
      laughs
          .append("<!ENTITY l")
          .append(i)
          .append(" \"")
          .append(("&l" + (i - 1) + ";").repeat(10))
          .append("\">");
    }
    expectRefused(laughs + "]><a>&l11;</a>", "XML_DTD");
  }

  @Test
  void a10_transforms_that_compute_and_endless_depth_are_refused_at_once() {
    var signed = text(signedXml());
    var transform = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>";
    expectRefused(
        signed.replaceFirst("<ds:Transforms>", "<ds:Transforms>" + transform), "XML_TRANSFORM");
    var xpath =
        "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>count(//*[count(//*)>1])>0</ds:XPath></ds:Transform>";
    expectRefused(
        signed.replaceFirst("<ds:Transforms>", "<ds:Transforms>" + xpath), "XML_TRANSFORM");
    expectRefused("<a>".repeat(100_000), "XML_TOO_COMPLEX");
    expectRefused(
        signed.replaceFirst(
            "<ds:Transforms>",
            "<ds:Transforms>"
                + "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
                    .repeat(50)),
        "XML_TOO_COMPLEX");
    expectRefused(
        signed.replace("xmldsig-more#rsa-sha256", "xmldsig-more#hmac-sha256"), "XML_HMAC");
  }

  private static void expectRefused(String xml, String reason) {
    var report = verify(utf8(xml));

    assertThat(report.verdict()).as(report.summary()).isEqualTo(REFUSED);
    assertThat(report.reason()).isEqualTo(reason);
    assertThat(report.signatures()).isEmpty();
  }

  @Test
  void a_cms_signature_around_its_content_is_valid_and_one_beside_it_is_not_decided() {
    var content = utf8("Biên bản kiểm tra hiện trạng");

    var attached = verify(RawSigner.of("company").cms(content, true));
    assertThat(attached.signatures()).hasSize(1);
    assertThat(attached.verdict()).as(attached.summary()).isEqualTo(VALID);
    assertThat(attached.signatures().get(0).role()).isEqualTo(SignerRole.COMPANY);

    var detached = verify(RawSigner.of("company").cms(content, false));
    assertThat(detached.signatures()).hasSize(1);
    assertThat(detached.verdict()).as(detached.summary()).isEqualTo(INDETERMINATE);
    assertThat(detached.reason()).isEqualTo("SIGNED_DATA_NOT_FOUND");
  }

  // ---- containers

  private static byte[] container() {
    var signer = token("citizen");
    var service = new ASiCWithXAdESService(new CommonCertificateVerifier(true));
    var parameters = new ASiCWithXAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
    parameters.aSiC().setContainerType(ASiCContainerType.ASiC_E);
    parameters.setSigningCertificate(new CertificateToken(signer.chain().get(0)));
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(NOW));
    List<DSSDocument> files =
        List.of(
            new InMemoryDocument(utf8("Đơn đề nghị"), "don.txt"),
            new InMemoryDocument(utf8("Bản vẽ"), "ban-ve.txt"));
    var value = signer.sign(service.getDataToSign(files, parameters).getBytes());
    return DSSUtils.toByteArray(
        service.signDocument(
            files, parameters, new SignatureValue(SignatureAlgorithm.RSA_SHA256, value)));
  }

  @Test
  void a_signed_container_is_valid() {
    var report = verify(container());

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.uncovered()).isEmpty();
  }

  @Test
  void a11_an_extra_unsigned_file_in_a_container_is_named_and_the_file_does_not_pass() {
    var entries = entries(container());
    entries.put("them.txt", utf8("thêm vào sau"));

    var report = verify(zip(entries));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isNotEqualTo(VALID);
    assertThat(report.uncovered()).containsExactly("them.txt");
  }

  @Test
  void a11_a_swapped_file_in_a_container_is_invalid() {
    var entries = entries(container());
    entries.put("don.txt", utf8("Đơn khác"));

    var report = verify(zip(entries));

    assertThat(report.signatures()).hasSize(1);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
  }

  @Test
  void a11_a_renamed_file_a_foreign_manifest_and_files_hidden_in_meta_inf_do_not_pass() {
    var attacks = new LinkedHashMap<String, Map<String, byte[]>>();
    var renamed = entries(container());
    renamed.put("don-khac.txt", renamed.remove("don.txt"));
    attacks.put("renamed", renamed);

    var names = entries(container());
    var don = names.get("don.txt");
    names.put("don.txt", names.put("ban-ve.txt", don));
    attacks.put("two files exchanged", names);

    for (var hidden :
        List.of(
            "META-INF/don.pdf",
            "META-INF/evil.xml",
            "META-INF/sub/don.txt",
            "meta-inf/don.html",
            "META-INF/signatures.txt")) {
      var entries = entries(container());
      entries.put(hidden, utf8("<a/>"));
      attacks.put(hidden, entries);
    }

    var listed = entries(container());
    var manifests =
        listed.keySet().stream().filter(name -> name.matches("(?i)META-INF/.*manifest.*")).toList();
    assertThat(manifests).isNotEmpty();
    for (var manifest : manifests) {
      var swapped = entries(container());
      swapped.put(manifest, utf8(text(swapped.get(manifest)).replace("ban-ve.txt", "them.txt")));
      swapped.put("them.txt", utf8("thêm vào sau"));
      attacks.put("manifest changed: " + manifest, swapped);

      var second = entries(container());
      second.put(manifest.replace(".xml", "2.xml"), second.get(manifest));
      second.put("them.txt", utf8("thêm vào sau"));
      attacks.put("second manifest beside " + manifest, second);
    }

    for (var attack : attacks.entrySet()) {
      var report = verify(zip(attack.getValue()));
      assertThat(report.verdict())
          .as(attack.getKey() + ": " + report.summary())
          .isNotIn(VALID, UNSIGNED);
    }
  }

  @Test
  void a10_a_signature_inside_a_container_passes_the_gate_of_xml() {
    var entries = entries(container());
    var signature =
        entries.keySet().stream().filter(name -> name.matches(".*signature.*xml")).findFirst();
    if (signature.isPresent()) {
      var xml = text(entries.get(signature.get()));
      entries.put(
          signature.get(),
          utf8(
              xml.replaceFirst(
                  "http://www.w3.org/2001/10/xml-exc-c14n#\"",
                  "http://www.w3.org/TR/1999/REC-xslt-19991116\"")));
      assertThat(verify(zip(entries)).verdict()).isNotEqualTo(VALID);
    }
    var evil = entries(container());
    evil.put("META-INF/signatures9.xml", utf8("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"));
    var report = verify(zip(evil));
    assertThat(report.verdict()).isEqualTo(REFUSED);
    assertThat(report.reason()).isEqualTo("XML_DTD");
  }

  @Test
  void a11_names_that_lead_outside_and_two_tables_of_contents_are_refused() {
    for (var name : List.of("../x", "/etc/x", "a\\b", "C:x", "a/../../b")) {
      expectRefused(zip(Map.of(name, new byte[1])), "ZIP_NAME");
    }
    var twice =
        text1(zip(new LinkedHashMap<>(Map.of("aa.txt", new byte[1], "bb.txt", new byte[1]))));
    expectRefused(
        twice.replace("bb.txt", "aa.txt").getBytes(StandardCharsets.ISO_8859_1), "ZIP_NAME_TWICE");
    var other = text1(zip(Map.of("aa.txt", new byte[1])));
    int last = other.lastIndexOf("aa.txt");
    expectRefused(
        (other.substring(0, last) + "zz.txt" + other.substring(last + 6))
            .getBytes(StandardCharsets.ISO_8859_1),
        "ZIP_TWO_CONTENTS");
  }

  @Test
  void a11_a_container_that_unpacks_without_end_is_refused() {
    expectRefused(zip(Map.of("bomb", new byte[64 << 20])), "ZIP_BOMB");
  }

  @Test
  void a_container_of_another_kind_is_not_signed() {
    assertThat(verify(zip(Map.of("word/document.xml", utf8("<a/>")))).verdict())
        .isEqualTo(UNSIGNED);
    var report = verify(zip(Map.of("_xmlsignatures/sig1.xml", utf8("<a/>"))));
    assertThat(report.verdict()).isEqualTo(REFUSED);
    assertThat(report.reason()).isEqualTo("OFFICE_SIGNATURE");
  }

  private static void expectRefused(byte[] zip, String reason) {
    var report = verify(zip);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(REFUSED);
    assertThat(report.reason()).isEqualTo(reason);
  }

  private static String text1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static LinkedHashMap<String, byte[]> entries(byte[] zip) {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
