package org.dossierhub.exchange.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** The samples in docs/protocol are what the hub reads and writes. */
class WireSamplesTest {
  private static final Path SAMPLES = Path.of("../docs/protocol/samples");
  private static final String NAMESPACE = "urn:dossierhub:exchange:1";

  static Stream<Path> documents() throws IOException {
    try (var files = Files.list(SAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".xml") && isExchange(file))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void every_sample_is_read_and_written_again_the_same(Path sample) throws Exception {
    var read = WireDocument.read(element(sample));

    var written = WireDocument.write(read);
    assertThat(WireDocument.read(written)).hasSameClassAs(read);
    assertThat(WireDocument.write(WireDocument.read(written))).isEqualTo(written);
  }

  @Test
  void a_refusal_says_its_code_in_both_languages() throws Exception {
    var refusal = (Refusal) WireDocument.read(element(SAMPLES.resolve("jms-refusal.xml")));

    assertThat(refusal.getCode()).isEqualTo("MANIFEST_MISMATCH");
    assertThat(refusal.getReasonVi()).contains("Đơn đề nghị.pdf");
    assertThat(WireDocument.operation(refusal)).isEqualTo("refusal");
  }

  @Test
  void a_large_delivery_names_its_parts_without_their_bytes() throws Exception {
    var delivery = (Submit) WireDocument.read(element(SAMPLES.resolve("jms-deliver-large.xml")));

    assertThat(delivery.getPart()).singleElement().extracting(Part::getContent).isNull();
  }

  @Test
  void refuses_a_document_type() {
    refusedAsMalformed(
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
            + "<status xmlns='urn:dossierhub:exchange:1'><dossierCode>&e;</dossierCode></status>");
  }

  @Test
  void refuses_what_the_schema_does_not_have() {
    refusedAsMalformed("<other xmlns='urn:dossierhub:exchange:1'/>");
    refusedAsMalformed(
        "<receipt xmlns='urn:dossierhub:exchange:1'><messageId>NOT-A-UUID</messageId></receipt>");
    refusedAsMalformed("<receipt xmlns='urn:dossierhub:exchange:1'>");
    refusedAsMalformed("");
  }

  @Test
  void times_are_written_in_vietnam_and_read_with_any_offset() {
    var noon = WireTime.parse("2026-11-22T05:00:00Z");

    assertThat(WireTime.print(noon)).isEqualTo("2026-11-22T12:00:00+07:00");
    assertThat(WireTime.parse("2026-11-22T12:00:00+07:00")).isEqualTo(noon);
  }

  private static void refusedAsMalformed(String document) {
    assertThatThrownBy(() -> WireDocument.read(document.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            RefusalFault.class,
            fault -> assertThat(fault.getFaultInfo().getCode()).isEqualTo("MALFORMED"));
  }

  /** Manifest and receipt samples have a schema and a test of their own. */
  private static boolean isExchange(Path file) {
    try {
      return Files.readString(file).contains(NAMESPACE);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The element of the contract: the document itself, or what lies in the SOAP body. */
  private static byte[] element(Path sample) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var document = factory.newDocumentBuilder().parse(new File(sample.toString()));
    var found =
        NAMESPACE.equals(document.getDocumentElement().getNamespaceURI())
            ? document.getDocumentElement()
            : (Element) document.getElementsByTagNameNS(NAMESPACE, "*").item(0);
    var includes = found.getElementsByTagNameNS("http://www.w3.org/2004/08/xop/include", "Include");
    while (includes.getLength() > 0) {
      includes.item(0).getParentNode().removeChild(includes.item(0));
    }
    var out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(found), new StreamResult(out));
    return out.toByteArray();
  }
}
