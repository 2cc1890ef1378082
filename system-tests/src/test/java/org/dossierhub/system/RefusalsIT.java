package org.dossierhub.system;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.JUSTICE;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.SocketException;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the hub refuses, with its reason (threats A14, A23; fault F13). */
@ExtendWith(RunningHub.class)
class RefusalsIT {
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

  /**
   * Whether the listener for agencies answers this TLS client at all; it closes the connection on
   * those it does not know, some of them after an alert (RFC 8446 §6.2).
   */
  private boolean answers(SSLContext client) throws IOException {
    try (var socket =
        client.getSocketFactory().createSocket("localhost", world.hub().port("server.mutual"))) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      return socket.getInputStream().read() >= 0;
    } catch (SSLException | SocketException closed) {
      return false;
    }
  }

  private SSLContext tlsOf(String identity) {
    return SystemIdentity.open(world.hub().identities(), identity).tls(world.hub().tlsRoots());
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }

  @Test
  void a_swapped_attachment_is_a_manifest_mismatch() {
    var drawings = journey.enclosures().get(1);
    var answer =
        portalSends(
            fresh(), CONSTRUCTION, Map.of("swap:Đơn đề nghị.pdf", drawings.file().toString()));

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("MANIFEST_MISMATCH");
    assertThat(answer.path("reasonVi").asText()).isNotBlank();
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
  void a_manifest_signed_by_the_impostor_is_refused() {
    var answer = portalSends(fresh(), CONSTRUCTION, Map.of("manifestIdentity", "impostor"));

    assertThat(answer.path("kind").asText()).as(answer.toString()).isNotEqualTo("RECEIPT");
    assertThat(answer.path("code").asText())
        .isIn("UNKNOWN_SENDER", "SEAL_BROKEN", "NOT_AUTHENTICATED");
  }

  @Test
  void a_message_sent_by_a_stranger_with_a_genuine_certificate_is_refused() throws IOException {
    var answer =
        portalSends(
            fresh(),
            CONSTRUCTION,
            Map.of(
                "transportIdentity", "stranger",
                "messageIdentity", "stranger",
                "manifestIdentity", "stranger"));

    assertThat(answer.path("kind").asText()).as(answer.toString()).isNotEqualTo("RECEIPT");
    assertThat(answers(tlsOf("stranger"))).isFalse();
    assertThat(answers(tlsOf("portal-g99-01"))).isTrue();
  }

  @Test
  void a_message_whose_three_proofs_are_of_two_agencies_is_refused() {
    var answer = portalSends(fresh(), CONSTRUCTION, Map.of("messageIdentity", "agency-h99-21"));

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("NOT_AUTHENTICATED");
    assertThat(answer.path("reasonVi").asText()).isNotBlank();
  }

  @Test
  void a_call_without_client_certificate_does_not_get_through() throws IOException {
    var answer = portalSends(fresh(), CONSTRUCTION, Map.of("transportIdentity", "none"));

    assertThat(answer.path("kind").asText()).as(answer.toString()).isNotEqualTo("RECEIPT");
    assertThat(answers(SystemIdentity.anonymousTls(world.hub().tlsRoots()))).isFalse();
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
}
