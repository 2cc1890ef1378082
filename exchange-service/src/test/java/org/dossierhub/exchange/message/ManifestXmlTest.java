package org.dossierhub.exchange.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestXmlTest {
  private static final Path SAMPLES = Path.of("../docs/protocol/samples");

  private static String sample(String name) throws IOException {
    return Files.readString(SAMPLES.resolve(name));
  }

  private static Manifest read(String xml) throws MalformedXml {
    return ManifestXml.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_samples_of_the_protocol_are_read() throws Exception {
    var dossier = read(sample("manifest-dossier.xml"));
    assertThat(dossier.sender()).isEqualTo(new AgencyCode("G99.01"));
    assertThat(dossier.created()).isEqualTo(Instant.parse("2026-11-22T01:00:00Z"));
    assertThat(dossier.applicant()).get().extracting("name").isEqualTo("Phạm Thị Hồng Nhung");
    assertThat(dossier.parts()).singleElement().extracting("name").isEqualTo("Đơn đề nghị.pdf");

    var status = read(sample("manifest-status.xml"));
    assertThat(status.status()).get().extracting("code").isEqualTo(2);
  }

  @Test
  void what_is_written_reads_back_the_same() throws Exception {
    var manifest =
        new Manifest(
            MessageId.fresh(),
            MessageKind.RESULT,
            new AgencyCode("H99.08"),
            new AgencyCode("000.00.19.H26"),
            Optional.of(new DossierCode("H99.08-261122-0001")),
            Optional.of(new ProcedureCode("1.011443.000.00.00.H38")),
            Instant.parse("2026-11-22T01:02:03.123456Z"),
            Classification.ORDINARY,
            Optional.of("Kết quả <giấy phép> & \"bản vẽ\""),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new ManifestPart(
                    "12-GPXD.pdf", "application/pdf", 1L << 30, Sha256.of(new byte[] {1}))));

    assertThat(ManifestXml.read(ManifestXml.write(manifest))).isEqualTo(manifest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<m:sender>G99.01</m:sender>|<m:sender>g99</m:sender>",
        "<m:kind>DOSSIER</m:kind>|<m:kind>dossier</m:kind>",
        "2026-11-22T08:00:00+07:00|2026-11-22T08:00:00",
        "H99.08-261122-0001|H99.08-260230-0001",
        "<m:size>48213</m:size>|<m:size>-1</m:size>",
        "Đơn đề nghị.pdf|../../etc/passwd",
        "6f1d0c0e-52c4|6F1D0C0E-52C4",
        "<m:classification>ORDINARY</m:classification>|",
        "urn:dossierhub:manifest:1|urn:dossierhub:manifest:2",
        "</m:manifest>|<m:unknown/></m:manifest>"
      })
  void what_leaves_the_schema_is_malformed(String good, String bad) throws Exception {
    var changed = sample("manifest-dossier.xml").replace(good, bad == null ? "" : bad);

    assertThat(changed).isNotEqualTo(sample("manifest-dossier.xml"));
    assertThatThrownBy(() -> read(changed)).isInstanceOf(MalformedXml.class);
  }

  @Test
  void A9_a_document_type_declaration_is_refused_before_anything_is_expanded() throws Exception {
    var bomb =
        sample("manifest-dossier.xml")
            .replace(
                "<m:manifest",
                "<!DOCTYPE m:manifest [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><m:manifest")
            .replace("Phạm Thị Hồng Nhung", "&a;");

    assertThatThrownBy(() -> read(bomb))
        .isInstanceOf(MalformedXml.class)
        .hasMessageContaining("DOCTYPE");
  }

  @Test
  void two_parts_of_one_name_are_malformed() throws Exception {
    var xml = sample("manifest-dossier.xml");
    var part = xml.substring(xml.indexOf("<m:part>"), xml.indexOf("</m:manifest>"));

    assertThatThrownBy(() -> read(xml.replace("</m:manifest>", part + "</m:manifest>")))
        .isInstanceOf(MalformedXml.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "..",
        "a/b",
        "a\\b",
        "C:x",
        "a\u202Egpj.exe",
        "a\nb",
        "a\u0000",
        "e\u0301.pdf"
      })
  void A18_names_that_could_mislead_are_no_part_names(String name) {
    assertThatThrownBy(() -> new ManifestPart(name, "text/plain", 1, Sha256.of(new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
