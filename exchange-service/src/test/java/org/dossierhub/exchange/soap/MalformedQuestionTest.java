package org.dossierhub.exchange.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.dossierhub.exchange.agency.Limits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Questions of somebody who read the contract badly, or very well (hazards A26 to A28, A30): each
 * is answered with a signed refusal that says whose fault it is, and none reaches an operation.
 */
@Tag("ws-security")
class MalformedQuestionTest {
  private static final Path SAMPLE = Path.of("../docs/protocol/samples/soap-submit.mime.txt");
  private static final String ENVELOPE_ALONE = "application/soap+xml; charset=UTF-8";
  private static final String PACKAGE =
      "multipart/related; type=\"application/xop+xml\"; start=\"<root>\";"
          + " start-info=\"application/soap+xml\"; boundary=\"line\"";
  private static final String STATUS =
      question("status", "<dossierCode>H99.08-261120-0001</dossierCode>");

  @TempDir static Path folder;
  private static SoapDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = new SoapDoor(folder);
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @BeforeEach
  void nothing_was_taken_yet() {
    door.taken.clear();
  }

  @AfterEach
  void no_file_of_a_question_is_left() throws IOException {
    for (var place : List.of("incoming", "payloads/arriving")) {
      var files = folder.resolve(place).toFile().list();
      assertThat(files == null ? new String[0] : files).as(place).isEmpty();
    }
  }

  @Test
  void a_good_question_reaches_its_operation_and_the_answer_is_signed_and_vietnamese()
      throws Exception {
    var answer = door.posts(ENVELOPE_ALONE, door.agency.around(STATUS));

    assertThat(door.taken).containsExactly(List.of("H99.08-261120-0001"));
    assertThat(answer.code()).isEqualTo("UNKNOWN_MESSAGE");
    assertThat(answer.text()).contains("Không có thông điệp này");
    assertThat(door.isSignedByTheHub(answer)).isTrue();
  }

  @Test
  void the_sample_of_the_contract_is_taken_once_it_is_signed() throws Exception {
    var lines = Files.readString(SAMPLE).replace("\n", "\r\n");
    var head = lines.substring(0, lines.indexOf("\r\n\r\n"));
    var envelope = lines.substring(lines.indexOf("<?xml"), lines.indexOf("</env:Envelope>") + 15);
    var body = envelope.substring(envelope.indexOf("<x:submit"), envelope.indexOf("</env:Body>"));
    var signed = new String(door.agency.around(body.strip()), StandardCharsets.UTF_8);

    var answer =
        door.posts(
            head.substring(head.indexOf("Content-Type: ") + 14),
            lines
                .substring(head.length() + 4)
                .replace(envelope, signed)
                .getBytes(StandardCharsets.UTF_8));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(door.taken).containsExactly(List.of("Đơn đề nghị.txt:74"));
    assertThat(answer.text())
        .as("the receipt lies in the signed envelope, not beside it")
        .containsPattern("<(\\w+:)?receipt>[A-Za-z0-9+/=]+</");
    assertThat(named(envelope, " (Algorithm|ValueType|EncodingType)=\"[^\"]*\""))
        .isEqualTo(named(signed, " (Algorithm|ValueType|EncodingType)=\"[^\"]*\""));
  }

  private static List<String> named(String xml, String pattern) {
    return Pattern.compile(pattern)
        .matcher(xml)
        .results()
        .map(MatchResult::group)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing           | ''",
        "words             | hello",
        "no operation      | <nothing xmlns='urn:dossierhub:exchange:1'/>",
        "an answer         | <statusResponse xmlns='urn:dossierhub:exchange:1'/>",
        "a refusal         | <refusal xmlns='urn:dossierhub:exchange:1'/>",
        "another namespace | <status xmlns='urn:other'><dossierCode>H99.08-261120-0001</dossierCode></status>",
        "no code           | <status xmlns='urn:dossierhub:exchange:1'/>",
        "no dossier code   | <status xmlns='urn:dossierhub:exchange:1'><dossierCode>none</dossierCode></status>",
        "no UUID           | <receipt xmlns='urn:dossierhub:exchange:1'><messageId>7</messageId></receipt>",
        "no number         | <fetch xmlns='urn:dossierhub:exchange:1'><batch>6f1d0c0e-52c4-4b57-9d4e-0f6f0a1c2b3d</batch><atMost>many</atMost></fetch>",
        "no base64         | <withdraw xmlns='urn:dossierhub:exchange:1'><withdrawal>#</withdrawal></withdraw>",
        "no content        | <verify xmlns='urn:dossierhub:exchange:1'><name>a</name></verify>",
        "no manifest       | <submit xmlns='urn:dossierhub:exchange:1'/>",
      })
  void a26_what_is_no_question_of_the_schema_is_malformed(String what, String body)
      throws Exception {
    malformed(ENVELOPE_ALONE, door.agency.around(body.strip()));
  }

  @Test
  void a26_a_question_is_asked_once_with_each_element_once() throws Exception {
    var code = "<dossierCode>H99.08-261120-0001</dossierCode>";

    malformed(ENVELOPE_ALONE, door.agency.around(STATUS + STATUS));
    malformed(ENVELOPE_ALONE, door.agency.around(STATUS + "<other xmlns='urn:x'/>"));
    malformed(ENVELOPE_ALONE, door.agency.around(STATUS + "words"));
    malformed(ENVELOPE_ALONE, door.agency.around(question("status", code + code)));
    malformed(ENVELOPE_ALONE, door.agency.around(question("status", code + "<more/>")));
    malformed(
        ENVELOPE_ALONE,
        door.agency.around(question("status", "<a>".repeat(40) + "</a>".repeat(40))));
    malformed(ENVELOPE_ALONE, door.agency.around(question("status", "<a/>".repeat(6000))));
    malformed(
        ENVELOPE_ALONE,
        door.agency.around(STATUS.replaceFirst(">", " a='" + "x".repeat(9000) + "'>")));
  }

  @Test
  void a26_what_is_no_xml_in_utf_8_is_malformed() throws Exception {
    var good = new String(door.agency.around(STATUS), StandardCharsets.ISO_8859_1);

    malformed(ENVELOPE_ALONE, new byte[0]);
    malformed(ENVELOPE_ALONE, "words".getBytes(StandardCharsets.UTF_8));
    malformed(
        ENVELOPE_ALONE, good.substring(0, good.length() - 60).getBytes(StandardCharsets.UTF_8));
    malformed(
        ENVELOPE_ALONE,
        ("<!DOCTYPE a>" + good.replaceFirst("<\\?xml[^>]*>", "")).getBytes(StandardCharsets.UTF_8));
    malformed(
        ENVELOPE_ALONE, good.replace("H99.08", "H99\u00ff").getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        ";;/=",
        "text/plain",
        "text/xml; charset=UTF-8",
        "application/soap+xml; charset=ISO-8859-1",
        "application/soap+xml; charset=UTF-16",
        "application/soap+xml; charset=none",
        "multipart/mixed; boundary=line",
        "multipart/form-data; boundary=line",
        "multipart/related; type=\"application/xop+xml\"",
        "multipart/related; type=\"text/xml\"; boundary=line",
        "multipart/related; type=\"application/xop+xml\"; boundary=\"a b\"",
        "multipart/related; type=\"application/xop+xml\"; boundary=other",
        "multipart/related; type=\"application/xop+xml\"; boundary=line; start=\"<p0@x>\"",
      })
  void a26_a_content_type_that_is_not_that_of_the_contract_is_malformed(String contentType)
      throws Exception {
    malformed(contentType, packed(submit(1), 1));
  }

  @Test
  void a26_the_root_of_a_package_is_in_utf_8_and_the_refusal_too() throws Exception {
    for (var type : List.of("application/xop+xml; charset=ISO-8859-1", "text/xml", ";;")) {
      var root = new String(packed(submit(1), 1), StandardCharsets.UTF_8);
      malformed(
          PACKAGE,
          root.replaceFirst("application/xop\\+xml; charset=UTF-8", type)
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void a26_an_envelope_of_soap_11_is_refused_in_soap_12() throws Exception {
    var envelope =
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header/><s:Body>"
            + STATUS
            + "</s:Body></s:Envelope>";

    malformed("text/xml; charset=UTF-8", door.agency.of(envelope, Instant.now()));
    malformed(ENVELOPE_ALONE, door.agency.of(envelope, Instant.now()));
  }

  @Test
  void
      a23_what_is_wrong_with_the_security_header_is_told_to_who_came_with_a_registered_certificate()
          throws Exception {
    var good = new String(door.agency.around(STATUS), StandardCharsets.UTF_8);
    var security = good.substring(good.indexOf("<wsse:Security"), good.indexOf("</wsse:Security>"));
    var old =
        door.agency.of(
            "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/>"
                + "<s:Body>"
                + STATUS
                + "</s:Body></s:Envelope>",
            Instant.now().minusSeconds(900));

    notAuthenticated(
        "the header wsse:Security is missing, unreadable",
        good.replaceFirst("</wsse:Security>", "</wsse:Security>" + security + "</wsse:Security>"));
    notAuthenticated(
        "does not match",
        good.replaceFirst("<status ", "<status xmlns:other='urn:x' other:a='b' "));
    notAuthenticated(
        "the header wsse:Security is missing",
        good.replaceFirst("(?s)<wsse:Security.*</wsse:Security>", ""));
    notAuthenticated("of the last 300 s", new String(old, StandardCharsets.UTF_8));
  }

  private static void notAuthenticated(String words, String envelope) throws Exception {
    var answer =
        refused("NOT_AUTHENTICATED", ENVELOPE_ALONE, envelope.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.text()).containsPattern(words);
  }

  @Test
  void a26_a_header_that_has_to_be_understood_is_malformed_and_any_other_is_not_looked_at()
      throws Exception {
    var header =
        "<a:ReplyTo xmlns:a='http://www.w3.org/2005/08/addressing' %s>"
            + "<a:Address>http://elsewhere.invalid/</a:Address></a:ReplyTo>";

    var answer =
        refused(
            "MALFORMED",
            ENVELOPE_ALONE,
            door.agency.around(header.formatted("s:mustUnderstand='true'"), STATUS));
    assertThat(answer.text()).contains("a header with mustUnderstand that is not in the contract");
    door.posts(ENVELOPE_ALONE, door.agency.around(header.formatted(""), STATUS));
    assertThat(door.taken).hasSize(1);
  }

  @Test
  void the_operation_is_told_by_the_signed_body_and_by_nothing_else() throws Exception {
    door.posts(ENVELOPE_ALONE + "; action=\"urn:other\"", door.agency.around(STATUS));

    assertThat(door.taken).hasSize(1);
  }

  @Test
  void a26_each_attachment_is_named_once_and_is_there_once() throws Exception {
    var twice = submit(part("a", "cid:p0@x") + part("b", "cid:p0@x"));

    malformed(PACKAGE, packed(submit(2), 1));
    malformed(ENVELOPE_ALONE, door.agency.around(submit(1)));
    malformed(PACKAGE, packed(submit(1), 2));
    malformed(PACKAGE, packed(STATUS, 1));
    malformed(PACKAGE, packed(twice, 1));
    malformed(PACKAGE, packed(submit(1), List.of("p0@x", "p0@x")));
    malformed(PACKAGE, packed(submit(1), List.of("p0@x>\r\nX: " + "y".repeat(9000) + "\r\nX: <")));
    malformed(
        PACKAGE,
        new String(packed(submit(1), 1), StandardCharsets.UTF_8)
            .replace("Content-ID: <p0@x>\r\n", "")
            .getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a26_a_part_is_named_by_its_content_id_and_is_never_looked_for_elsewhere() throws Exception {
    for (var href : List.of("", "p0@x", "http://127.0.0.1:1/", "file:///etc/passwd", "cid:%zz")) {
      malformed(PACKAGE, packed(submit(part("a", href)), 1));
    }
    var beside = part("a", "cid:p0@x").replace("</x:content>", "AAAA</x:content>");
    malformed(PACKAGE, packed(submit(beside), 1));
  }

  @Test
  void a26_a_package_that_is_cut_off_is_malformed_wherever_that_is() throws Exception {
    int length = packed(submit(2), 2).length;
    for (int kept : new int[] {0, 10, 300, 3000, length - 200, length - 40, length - 12}) {
      malformed(PACKAGE, Arrays.copyOf(packed(submit(2), 2), kept));
    }
  }

  @Test
  void f9_a_line_that_breaks_is_a_delay_and_nothing_is_taken() throws Exception {
    int length = packed(submit(2), 2).length;
    for (int kept : new int[] {0, 300, 3000, length - 40}) {
      var begun = new ByteArrayInputStream(Arrays.copyOf(packed(submit(2), 2), kept));

      var answer = door.posts(PACKAGE, new SequenceInputStream(begun, new Broken()));

      assertThat(answer.code()).as("after %s bytes", kept).isEqualTo("TRY_AGAIN_LATER");
      assertThat(door.taken).isEmpty();
    }
  }

  @Test
  void a30_a_question_that_comes_too_slowly_is_cut_off_and_nothing_is_taken() throws Exception {
    var minutes = new AtomicLong();
    door.servlet.nanos = () -> minutes.getAndAdd(Duration.ofMinutes(1).toNanos());
    try {
      refused("TRY_AGAIN_LATER", ENVELOPE_ALONE, door.agency.around(STATUS));
    } finally {
      door.servlet.nanos = System::nanoTime;
    }
  }

  @Test
  void a27_as_many_attachments_as_the_contract_says_are_taken() throws Exception {
    int most = Limits.GREATEST.parts();

    var answer = door.posts(PACKAGE, packed(submit(most), most));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("submitResponse");
    assertThat(door.taken).singleElement().satisfies(parts -> assertThat(parts).hasSize(most));
  }

  @Test
  void the_end_of_a_package_is_found_wherever_the_line_divides_it() throws Exception {
    for (int last = 1; last <= 16; last++) {
      var whole = packed(submit(1), 1);
      var first = new ByteArrayInputStream(whole, 0, whole.length - last);
      var rest = new ByteArrayInputStream(whole, whole.length - last, last);

      assertThat(door.posts(PACKAGE, new SequenceInputStream(first, rest)).status())
          .as("the last %s bytes by themselves", last)
          .isEqualTo(200);
    }
  }

  @Test
  void a27_one_more_attachment_is_refused_before_anything_is_taken() throws Exception {
    int most = Limits.GREATEST.parts();

    refused("LIMIT_EXCEEDED", PACKAGE, packed(submit(most + 1), most + 1));
    refused("LIMIT_EXCEEDED", PACKAGE, packed(submit(1), most + 1));
  }

  @Test
  void a27_an_envelope_above_4_mb_and_a_manifest_above_1_mb_are_refused() throws Exception {
    refused(
        "LIMIT_EXCEEDED",
        ENVELOPE_ALONE,
        door.agency.around(question("withdraw", "x".repeat(OneEnvelope.AT_MOST))));
    var manifest = question("submit", "<manifest>" + include("cid:p0@x") + "</manifest>");
    door.content = (1 << 20) + 1;
    refused("LIMIT_EXCEEDED", PACKAGE, packed(manifest, 1));
  }

  @Test
  void a_manifest_may_be_attached_and_parts_come_whole_also_when_they_lie_in_a_file()
      throws Exception {
    door.content = 300_000;
    var submit =
        question("submit", "<manifest>" + include("cid:p1@x") + "</manifest>")
            .replace("</submit>", part("đơn", "cid:p0@x") + "</submit>");

    assertThat(door.posts(PACKAGE, packed(submit, 2)).status()).isEqualTo(200);
    assertThat(door.taken).containsExactly(List.of("đơn:300000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
  void a28_whoever_does_not_post_gets_a_line_of_text(String method) throws Exception {
    var answer = door.asks(method, null, InputStream.nullInputStream());

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("Allow", "POST");
    assertThat(answer.text()).isEqualTo("SOAP 1.2 by POST only.\n");
  }

  @AfterEach
  void attachments_are_small_again() {
    door.content = 10;
  }

  private static void malformed(String contentType, byte[] body) throws Exception {
    refused("MALFORMED", contentType, body);
  }

  private static SoapDoor.Answer refused(String code, String contentType, byte[] body)
      throws Exception {
    var answer = door.posts(contentType, body);

    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.headers().get("Content-Type"))
        .contains("start-info=\"application/soap+xml\"");
    assertThat(door.isSignedByTheHub(answer)).isTrue();
    assertThat(door.taken).isEmpty();
    return answer;
  }

  private static String question(String name, String content) {
    return "<%s xmlns='urn:dossierhub:exchange:1'>%s</%s>".formatted(name, content, name);
  }

  private static String submit(int parts) {
    return submit(
        IntStream.range(0, parts)
            .mapToObj(i -> part("part " + i, "cid:p" + i + "@x"))
            .reduce("", String::concat));
  }

  private static String submit(String parts) {
    return question("submit", "<manifest>AAAA</manifest>" + parts);
  }

  private static String part(String name, String href) {
    return ("<x:part xmlns:x='urn:dossierhub:exchange:1'><x:name>%s</x:name>"
            + "<x:mediaType>text/plain</x:mediaType><x:content>%s</x:content></x:part>")
        .formatted(name, include(href));
  }

  private static String include(String href) {
    return "<xop:Include xmlns:xop='%s' href='%s'/>".formatted(WholeQuestion.XOP, href);
  }

  private static byte[] packed(String body, int attached) throws Exception {
    return packed(body, IntStream.range(0, attached).mapToObj(i -> "p" + i + "@x").toList());
  }

  private static byte[] packed(String body, List<String> attached) throws Exception {
    var out = new ByteArrayOutputStream();
    line(out, "--line\r\nContent-Type: application/xop+xml; charset=UTF-8;");
    line(out, " type=\"application/soap+xml\"\r\nContent-ID: <root>\r\n\r\n");
    out.writeBytes(door.agency.around(body));
    for (var id : attached) {
      line(out, "\r\n--line\r\nContent-Type: application/octet-stream\r\n");
      line(out, "Content-ID: <" + id + ">\r\n\r\n" + "x".repeat(door.content));
    }
    line(out, "\r\n--line--\r\n");
    return out.toByteArray();
  }

  private static void line(ByteArrayOutputStream out, String line) {
    out.writeBytes(line.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("Connection reset by peer");
    }
  }
}
