package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.JUSTICE;
import static org.dossierhub.system.journey.DemonstrationWorld.PORTAL;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.neighbour.ManifestForm;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.dossierhub.system.neighbour.XadesSeal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the hub refuses beyond what {@link DossierJourneyIT} shows, with its reason (threats A14,
 * A23, A26 to A28, A30; faults F13, F17).
 */
@ExtendWith(RunningHub.class)
class RefusalsIT {
  /** docs/protocol/README.md, limits. */
  private static final int MOST_PARTS = 500;

  private DemonstrationWorld world;
  private DossierJourney journey;

  @BeforeEach
  void begin(DemonstrationWorld running) {
    world = running;
    journey = new DossierJourney(running);
  }

  private JsonNode portalSends(String id, String recipient, Map<String, String> extra) {
    return world
        .portal()
        .send(
            "SOAP",
            id,
            recipient,
            journey.dossier(),
            PROCEDURE,
            APPLICANT,
            journey.enclosures(),
            extra);
  }

  private SSLContext tlsOf(String identity) {
    return SystemIdentity.open(world.hub().identities(), identity).tls(world.hub().tlsRoots());
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  @Test
  void the_same_id_with_other_content_is_refused_with_a_signed_document() {
    var id = fresh();
    assertThat(portalSends(id, CONSTRUCTION, Map.of()).path("kind").asText()).isEqualTo("RECEIPT");

    var answer =
        portalSends(id, CONSTRUCTION, Map.of("resign", "true", "created", "2026-01-01T00:00:00Z"));

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("ID_REUSED");
    assertThat(answer.path("document").asText()).isNotBlank();
  }

  @Test
  void a_message_sent_by_a_stranger_with_a_genuine_certificate_is_refused() {
    var answer =
        portalSends(
            fresh(),
            CONSTRUCTION,
            Map.of(
                "transportIdentity", "stranger",
                "messageIdentity", "stranger",
                "manifestIdentity", "stranger"));

    assertThat(answer.path("kind").asText()).as(answer.toString()).isNotEqualTo("RECEIPT");
    assertThat(world.hub().answersAgencies(tlsOf("stranger"))).isFalse();
    assertThat(world.hub().answersAgencies(tlsOf("portal-g99-01"))).isTrue();
  }

  @Test
  void a_message_whose_three_proofs_are_of_two_agencies_is_refused() {
    var answer = portalSends(fresh(), CONSTRUCTION, Map.of("messageIdentity", "agency-h99-21"));

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("NOT_AUTHENTICATED");
    assertThat(answer.path("reasonVi").asText()).isNotBlank();
  }

  @Test
  void an_unsigned_envelope_is_refused() {
    var answer = portalSends(fresh(), CONSTRUCTION, Map.of("messageIdentity", "none"));

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("NOT_AUTHENTICATED");
    assertThat(answer.path("reasonVi").asText()).isNotBlank();
  }

  @Test
  void a_recipient_without_agreement_is_refused() {
    var answer = portalSends(fresh(), JUSTICE, Map.of());

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("NO_AGREEMENT");
  }

  @Test
  void another_agency_cannot_ask_for_the_dossier() {
    assertThat(portalSends(fresh(), CONSTRUCTION, Map.of()).path("kind").asText())
        .isEqualTo("RECEIPT");

    var answer = world.environment().status("SOAP", journey.dossier());

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("UNKNOWN_DOSSIER");
  }

  // ---- a stranger who has read docs/protocol and speaks HTTP by himself (A26 to A28)

  private static final String STATUS =
      RawExchange.question("status", "<dossierCode>H99.08-261120-0001</dossierCode>");

  private RawExchange stranger() {
    return RawExchange.of(world.hub(), "portal-g99-01");
  }

  /** A message of the portal with so many parts, as a question and what is attached to it. */
  private byte[] message(RawExchange portal, String id, int parts) throws Exception {
    var lines = new ArrayList<ManifestForm.PartLine>();
    var attached = new ArrayList<RawExchange.Attachment>();
    var named = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      var content = ("Giấy tờ số " + i).getBytes(StandardCharsets.UTF_8);
      var digest = MessageDigest.getInstance("SHA-256").digest(content);
      var name = "giấy tờ " + i + ".txt";
      lines.add(
          new ManifestForm.PartLine(
              name, "text/plain", content.length, HexFormat.of().formatHex(digest)));
      attached.add(new RawExchange.Attachment("p" + i + "@portal", content));
      named.append(RawExchange.part(name, "p" + i + "@portal"));
    }
    var manifest =
        new ManifestForm(
            id,
            "DOSSIER",
            PORTAL,
            CONSTRUCTION,
            journey.dossier(),
            PROCEDURE,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            "Nhiều giấy tờ",
            APPLICANT,
            lines);
    var sealed = XadesSeal.seal(manifest.xml(), portal.identity());
    return portal.packed(
        RawExchange.question(
            "submit",
            "<manifest>" + Base64.getEncoder().encodeToString(sealed) + "</manifest>" + named),
        attached);
  }

  private static void refused(String code, RawExchange.Answer answer) {
    assertThat(answer.code()).as(answer.text()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text())
        .contains("application/soap+xml")
        .contains("<ds:SignatureValue>")
        .contains("reasonVi");
  }

  @Test
  void a27_one_attachment_too_many_is_refused_and_nothing_is_stored() throws Exception {
    var portal = stranger();
    var id = fresh();

    refused(
        "LIMIT_EXCEEDED", portal.posts(RawExchange.PACKAGE, message(portal, id, MOST_PARTS + 1)));

    refused(
        "UNKNOWN_MESSAGE",
        portal.posts(
            RawExchange.ENVELOPE,
            portal.signed(RawExchange.question("receipt", "<messageId>" + id + "</messageId>"))));
  }

  @Test
  void a27_as_many_attachments_as_the_contract_says_are_taken() throws Exception {
    var portal = stranger();

    var answer = portal.posts(RawExchange.PACKAGE, message(portal, fresh(), MOST_PARTS));

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text()).contains("submitResponse");
  }

  @Test
  void a26_what_is_no_question_is_malformed_in_vietnamese_and_utf_8() throws Exception {
    var portal = stranger();

    for (var body :
        List.of(
            "",
            STATUS + STATUS,
            "<none xmlns='urn:dossierhub:exchange:1'/>",
            RawExchange.question("status", ""),
            RawExchange.question("receipt", "<messageId>7</messageId>"))) {
      var answer = portal.posts(RawExchange.ENVELOPE, portal.signed(body));
      refused("MALFORMED", answer);
      assertThat(answer.text()).contains("Thông điệp không đúng định dạng");
    }
  }

  @Test
  void a26_a_package_with_something_missing_besides_or_cut_off_is_malformed() throws Exception {
    var portal = stranger();
    var one = new RawExchange.Attachment("p0@portal", new byte[10]);
    var other = new RawExchange.Attachment("p1@portal", new byte[10]);
    var submit =
        RawExchange.question(
            "submit", "<manifest>AAAA</manifest>" + RawExchange.part("a.txt", "p0@portal"));

    refused("MALFORMED", portal.posts(RawExchange.PACKAGE, portal.packed(submit, List.of())));
    refused(
        "MALFORMED", portal.posts(RawExchange.PACKAGE, portal.packed(submit, List.of(one, other))));
    refused(
        "MALFORMED", portal.posts(RawExchange.PACKAGE, portal.packed(submit, List.of(one, one))));
    var whole = portal.packed(submit, List.of(one));
    refused(
        "MALFORMED", portal.posts(RawExchange.PACKAGE, Arrays.copyOf(whole, whole.length - 12)));
    refused("MALFORMED", portal.posts(RawExchange.PACKAGE, new byte[0]));
  }

  @Test
  void a26_a_content_type_that_is_not_that_of_the_contract_is_malformed() throws Exception {
    var portal = stranger();

    for (var type :
        new String[] {
          null,
          "text/plain",
          "text/xml; charset=UTF-8",
          ";;/=",
          "application/soap+xml; charset=none",
          "application/soap+xml; charset=ISO-8859-1",
          "multipart/related; type=\"application/xop+xml\"",
          "multipart/related; type=\"application/xop+xml\"; boundary=other",
          "multipart/form-data; boundary=line"
        }) {
      refused("MALFORMED", portal.posts(type, portal.signed(STATUS)));
    }
  }

  @Test
  void a23_a_changed_body_and_an_envelope_used_before_are_not_authenticated() throws Exception {
    var portal = stranger();
    var signed = new String(portal.signed(STATUS), StandardCharsets.UTF_8);

    refused(
        "NOT_AUTHENTICATED",
        portal.posts(
            RawExchange.ENVELOPE,
            signed.replace("-0001<", "-0002<").getBytes(StandardCharsets.UTF_8)));
    refused(
        "UNKNOWN_DOSSIER",
        portal.posts(RawExchange.ENVELOPE, signed.getBytes(StandardCharsets.UTF_8)));
    refused(
        "NOT_AUTHENTICATED",
        portal.posts(RawExchange.ENVELOPE, signed.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 10})
  void f17_a_sender_whose_clock_is_ten_minutes_wrong_is_told_so(int minutes) throws Exception {
    var portal = stranger();

    var answer =
        portal.posts(RawExchange.ENVELOPE, portal.signed(STATUS, Duration.ofMinutes(minutes)));

    refused("NOT_AUTHENTICATED", answer);
    assertThat(answer.text()).contains("clock");
  }

  @Test
  void a28_whoever_does_not_post_gets_a_line_of_text() throws Exception {
    for (var asked :
        List.of("GET /soap/exchange", "GET /soap/exchange?wsdl", "PUT /soap/exchange")) {
      var answer =
          stranger()
              .writes(
                  asked
                      + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                  new byte[0]);
      assertThat(answer.status()).as(answer.text()).isEqualTo(405);
      saysNothingOfTheServer(answer);
    }
    var elsewhere =
        stranger()
            .writes(
                "GET /soap/services HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                new byte[0]);
    assertThat(elsewhere.status()).isEqualTo(404);
    saysNothingOfTheServer(elsewhere);
  }

  @Test
  void a28_what_is_no_http_gets_no_page_of_the_server() throws Exception {
    var post = "POST /soap/exchange HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    for (var head :
        List.of(
            "GET /soap/exchange/" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
            post + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n",
            post + "Content-Length: many\r\n\r\n",
            post
                + "Content-Type: "
                + RawExchange.ENVELOPE
                + "\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\nno chunk\r\n0\r\n\r\n")) {
      saysNothingOfTheServer(stranger().writes(head, new byte[0]));
    }
  }

  private static void saysNothingOfTheServer(RawExchange.Answer answer) {
    assertThat(answer.text().toLowerCase(Locale.ROOT))
        .doesNotContain("payara", "glassfish", "grizzly", "exception", "<html", "\tat ");
  }

  @Test
  void a30_a_question_that_trickles_in_is_cut_off_and_nothing_is_decided() throws Exception {
    var portal = stranger();
    var body = portal.signed(STATUS);

    var answer =
        portal.writes(
            line -> {
              line.write(
                  ("POST /soap/exchange HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                          + "Content-Type: "
                          + RawExchange.ENVELOPE
                          + "\r\nContent-Length: 100000000\r\n\r\n")
                      .getBytes(StandardCharsets.UTF_8));
              line.write(body, 0, 200);
              for (int i = 0; i < 300; i++) {
                line.write(' ');
                line.flush();
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
              }
            });

    assertThat(answer.code()).as(answer.text()).isEqualTo("TRY_AGAIN_LATER");
  }
}
