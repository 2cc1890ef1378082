package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.system.journey.DemonstrationWorld.APPLICANT;
import static org.dossierhub.system.journey.DemonstrationWorld.CONSTRUCTION;
import static org.dossierhub.system.journey.DemonstrationWorld.JUSTICE;
import static org.dossierhub.system.journey.DemonstrationWorld.PROCEDURE;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An agency that speaks to the hub over the broker alone (docs/protocol/jms.md; fault F13). */
@ExtendWith(RunningHub.class)
class JmsIntakeIT {
  private String id = UUID.randomUUID().toString();
  private final String dossier = DossierJourney.freshDossier(CONSTRUCTION);
  private DemonstrationWorld world;
  private DossierJourney journey;

  @BeforeEach
  void begin(DemonstrationWorld running) {
    world = running;
    journey = new DossierJourney(running);
  }

  private JsonNode communeSends(String recipient, Map<String, String> extra) {
    return world
        .commune()
        .send("JMS", id, recipient, dossier, PROCEDURE, APPLICANT, journey.enclosures(), extra);
  }

  @Test
  void a_dossier_sent_over_jms_is_receipted_and_a_repeat_gets_the_same_receipt() {
    var receipt = communeSends(CONSTRUCTION, Map.of());
    assertThat(receipt.path("kind").asText()).as(receipt.toString()).isEqualTo("RECEIPT");

    assertThat(communeSends(CONSTRUCTION, Map.of()).path("document"))
        .as("sent again")
        .isEqualTo(receipt.path("document"));
    assertThat(world.commune().receipt("JMS", id).path("document"))
        .as("asked for again")
        .isEqualTo(receipt.path("document"));

    var status = world.commune().status("JMS", dossier);
    assertThat(status.path("status").asInt()).as(status.toString()).isBetween(1, 2);
    assertThat(world.person("motcua.sxd").open("/ho-so?tim=" + dossier).text()).contains(dossier);
  }

  @Test
  void the_same_id_with_other_content_is_refused_over_jms_too() {
    assertThat(communeSends(CONSTRUCTION, Map.of()).path("kind").asText()).isEqualTo("RECEIPT");

    var answer =
        communeSends(CONSTRUCTION, Map.of("resign", "true", "created", "2026-01-01T00:00:00Z"));

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("ID_REUSED");
    assertThat(answer.path("reasonVi").asText()).isNotBlank();
  }

  @Test
  void a_swapped_attachment_an_impostor_and_a_recipient_without_agreement_are_refused_over_jms() {
    var swapped =
        communeSends(
            CONSTRUCTION,
            Map.of("swap:Đơn đề nghị.pdf", journey.enclosures().get(1).file().toString()));
    assertThat(swapped.path("code").asText()).as(swapped.toString()).isEqualTo("MANIFEST_MISMATCH");

    id = UUID.randomUUID().toString();
    var impostor = communeSends(CONSTRUCTION, Map.of("manifestIdentity", "impostor"));
    assertThat(impostor.path("code").asText()).as(impostor.toString()).isEqualTo("UNKNOWN_SENDER");

    id = UUID.randomUUID().toString();
    var elsewhere = communeSends(JUSTICE, Map.of());
    assertThat(elsewhere.path("code").asText()).as(elsewhere.toString()).isEqualTo("NO_AGREEMENT");
  }

  @Test
  void what_the_portal_sent_is_unknown_to_the_commune() {
    var answer = journey.portalSubmits();
    assertThat(answer.path("kind").asText()).as(answer.toString()).isEqualTo("RECEIPT");

    var status = world.commune().status("JMS", journey.dossier());

    assertThat(status.path("code").asText()).as(status.toString()).isEqualTo("UNKNOWN_DOSSIER");
  }
}
