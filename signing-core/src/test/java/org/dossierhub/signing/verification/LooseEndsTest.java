package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.REFUSED;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.token;
import static org.dossierhub.signing.verification.World.verify;

import eu.europa.esig.dss.asic.cades.ASiCWithCAdESSignatureParameters;
import eu.europa.esig.dss.asic.cades.signature.ASiCWithCAdESService;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipInputStream;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.Test;

/** What can be put beside the signed parts of a file without touching them (A8, A11). */
class LooseEndsTest {
  private static final String XML =
      new String(
          new SignXml(Clock.fixed(NOW, ZoneOffset.UTC))
              .signEnveloped(utf8("<hoSo><phi>150000</phi></hoSo>"), token("leader")),
          StandardCharsets.UTF_8);

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] both(byte[] some, byte[] others) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(some);
    out.writeBytes(others);
    return out.toByteArray();
  }

  private static void expectLoose(byte[] file, String part) {
    var report = verify(file);
    assertThat(report.verdict()).as(report.summary()).isEqualTo(INDETERMINATE);
    assertThat(report.reason()).isEqualTo("PARTS_NOT_SIGNED");
    assertThat(report.uncovered()).contains(part);
  }

  @Test
  void a8_what_a_signature_carries_and_does_not_refer_to_is_named() {
    var end = "</ds:Signature>";
    assertThat(XML).contains(end);
    expectLoose(
        utf8(XML.replace(end, "<ds:Object Id=\"x\"><phi>1</phi></ds:Object>" + end)), "ds:Object");
    // a reference that is not signed refers to nothing
    expectLoose(
        utf8(
            XML.replace(
                end,
                "<ds:Object Id=\"x\"><ds:Manifest><ds:Reference URI=\"#x\"/></ds:Manifest>"
                    + "</ds:Object>"
                    + end)),
        "ds:Object");
    expectLoose(utf8(XML.replace(end, "phí: 1" + end)), "ds:Signature");
    var properties = "</xades:QualifyingProperties>";
    assertThat(XML).contains(properties);
    expectLoose(
        utf8(
            XML.replace(
                properties,
                "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><phi xmlns=\"\"/>"
                    + "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
                    + properties)),
        "phi");
  }

  @Test
  void a8_a_comment_that_cuts_a_text_in_two_is_named_and_others_change_nothing() {
    expectLoose(utf8(XML.replace("150000", "15<!-- -->0000")), "<!-- -->");
    expectLoose(utf8(XML.replace("150000", "<!-- -->150000")), "<!-- -->");
    var report = verify(utf8(XML.replace("<phi>", "<!-- --><phi>")));
    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
  }

  @Test
  void bytes_behind_a_cms_value_are_nobodys_and_the_end_of_a_line_is() {
    var cms = RawSigner.of("company").cms(utf8("Biên bản"), true);

    expectLoose(both(cms, utf8("khác")), "tệp thử.pdf");
    assertThat(verify(both(cms, utf8("\r\n"))).verdict()).isEqualTo(VALID);
  }

  /** What would be left of its signatures is intact, and says less. */
  @Test
  void a_document_time_stamp_that_cannot_be_read_keeps_the_file_from_passing() {
    var signed = RawSigner.of("citizen").sign(org.dossierhub.signing.pdf.DecisionPdf.draft());
    var stamped = LongTerm.extend(signed, SignatureLevel.PAdES_BASELINE_LTA, NOW, "tsa");
    assertThat(verify(stamped).verdict()).isEqualTo(VALID);
    var text = new String(stamped, StandardCharsets.ISO_8859_1);
    int value =
        text.indexOf("/Contents <", text.lastIndexOf("/DocTimeStamp")) + "/Contents <".length();
    assertThat(value).isGreaterThan(signed.length);
    for (int at : new int[] {value + 30, value + 60, value + 400, value + 1000}) {
      var broken = stamped.clone();
      broken[at] = (byte) (broken[at] == '1' ? '2' : '1');
      assertThat(verify(broken).verdict()).as("at " + (at - value)).isNotEqualTo(VALID);
    }
  }

  // ---- containers

  private static Map<String, byte[]> entries() {
    var signer = token("citizen");
    var service = new ASiCWithCAdESService(new CommonCertificateVerifier(true));
    var parameters = new ASiCWithCAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.CAdES_BASELINE_B);
    parameters.aSiC().setContainerType(ASiCContainerType.ASiC_E);
    parameters.setSigningCertificate(new CertificateToken(signer.certificate()));
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(NOW));
    List<DSSDocument> files = List.of(new InMemoryDocument(utf8("Đơn"), "don.txt"));
    var value =
        new SignatureValue(
            SignatureAlgorithm.RSA_SHA256,
            signer.sign(service.getDataToSign(files, parameters).getBytes()));
    var container = DSSUtils.toByteArray(service.signDocument(files, parameters, value));
    assertThat(verify(container).verdict()).isEqualTo(VALID);
    var entries = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(container))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.put("don.txt", entries.remove("don.txt")); // the last one
    return entries;
  }

  /** Writes a ZIP by hand, with what the table says of the file don.txt chosen freely. */
  private static final class Zip {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private byte[] hidden;
    private byte[] extra = new byte[0];
    private int attributes;
    private String behind = "";
    private String comment = "";

    byte[] of(Map<String, byte[]> entries) {
      var table = new ByteArrayOutputStream();
      entries.forEach(
          (name, data) -> {
            var special = name.equals("don.txt");
            int offset = out.size();
            local(name, data);
            var listed = data;
            if (special && hidden != null) {
              out.write('-');
              offset = out.size();
              local(name, hidden);
              listed = hidden;
            }
            table.writeBytes(
                numbers(46)
                    .putInt(0x02014b50)
                    .putInt(20 << 16 | 3 << 8 | 20)
                    .putInt(0x800)
                    .putInt(0)
                    .putInt(crc(listed))
                    .putInt(listed.length)
                    .putInt(listed.length)
                    .putShort((short) utf8(name).length)
                    .putShort((short) (special ? extra.length : 0))
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(special ? attributes : 0)
                    .putInt(offset)
                    .array());
            table.writeBytes(utf8(name));
            table.writeBytes(special ? extra : new byte[0]);
          });
      int start = out.size();
      out.writeBytes(table.toByteArray());
      out.writeBytes(
          numbers(22)
              .putInt(0x06054b50)
              .putInt(0)
              .putShort((short) entries.size())
              .putShort((short) entries.size())
              .putInt(table.size())
              .putInt(start)
              .putShort((short) comment.length())
              .array());
      out.writeBytes(utf8(comment + behind));
      return out.toByteArray();
    }

    private void local(String name, byte[] data) {
      out.writeBytes(
          numbers(30)
              .putInt(0x04034b50)
              .putShort((short) 20)
              .putInt(0x800)
              .putInt(0)
              .putInt(crc(data))
              .putInt(data.length)
              .putInt(data.length)
              .putShort((short) utf8(name).length)
              .array());
      out.writeBytes(utf8(name));
      out.writeBytes(data);
    }

    private static ByteBuffer numbers(int length) {
      return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(byte[] data) {
      var crc = new CRC32();
      crc.update(data);
      return (int) crc.getValue();
    }
  }

  private static void expectRefused(Zip zip, String reason) {
    var report = verify(zip.of(entries()));
    assertThat(report.verdict()).as(report.summary()).isEqualTo(REFUSED);
    assertThat(report.reason()).isEqualTo(reason);
  }

  @Test
  void a11_a_container_whose_table_leads_to_another_file_is_refused() {
    assertThat(verify(new Zip().of(entries())).verdict()).isEqualTo(VALID);

    var hidden = new Zip();
    hidden.hidden = utf8("Đơn khác");
    expectRefused(hidden, "ZIP_TWO_CONTENTS");

    var renamed = new Zip();
    renamed.extra =
        Zip.numbers(16)
            .putShort((short) 0x7075)
            .putShort((short) 12)
            .put((byte) 1)
            .putInt(Zip.crc(utf8("don.txt")))
            .put(utf8("moi.txt"))
            .array();
    expectRefused(renamed, "ZIP_TWO_CONTENTS");

    var link = new Zip();
    link.attributes = 0xA1FF << 16;
    expectRefused(link, "ZIP_NAME");
  }

  @Test
  void a11_nothing_lies_behind_a_container_but_its_comment() {
    var longer = new Zip();
    longer.behind = "khác";
    expectRefused(longer, "ZIP_BROKEN");

    var said = new Zip();
    said.comment = "mimetype=application/vnd.etsi.asic-e+zip";
    assertThat(verify(said.of(entries())).verdict()).isEqualTo(VALID);
  }
}
