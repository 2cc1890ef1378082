package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.JUSTICE;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the hub refuses beyond what {@link DossierJourneyIT} shows, with its reason (threats A14,
 * A23; fault F13).
 */
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
}
