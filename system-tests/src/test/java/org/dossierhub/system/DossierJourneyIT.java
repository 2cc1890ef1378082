package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The journey of one dossier as docs/dossier-journey.md tells it; the steps build on one another.
 */
@ExtendWith(RunningHub.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DossierJourneyIT {
  private static DemonstrationWorld world;
  private static DossierJourney journey;
  private static JsonNode receipt;
  private static byte[] published;

  @BeforeAll
  static void begin(DemonstrationWorld running) {
    Needs.program("softhsm2-util");
    world = running;
    journey = new DossierJourney(running);
  }

  @Test
  @Order(1)
  void a_dossier_submitted_by_the_portal_gets_a_signed_receipt() {
    receipt = journey.portalSubmits();

    assertThat(receipt.path("kind").asText()).as(receipt.toString()).isEqualTo("RECEIPT");
    assertThat(new String(Base64.getDecoder().decode(receipt.path("document").asText())))
        .contains(journey.messageId())
        .contains(journey.dossier());
  }

  @Test
  @Order(2)
  void the_same_message_again_gets_the_same_receipt_byte_for_byte() {
    assertThat(journey.portalRepeats().path("document")).isEqualTo(receipt.path("document"));
    assertThat(world.portal().receipt("SOAP", journey.messageId()).path("document"))
        .isEqualTo(receipt.path("document"));
  }

  @Test
  @Order(3)
  void the_one_stop_officer_sees_what_the_signatures_are_worth() {
    var page = journey.officerSeesTheDossier();

    assertThat(page.text())
        .containsPattern("Đơn đề nghị\\.pdf [0-9.,]+ \\w+ hợp lệ")
        .containsPattern("Bản vẽ thiết kế\\.pdf [0-9.,]+ \\w+ không có chữ ký")
        .contains("NGO DUC HANH")
        .contains("Cấp giấy phép xây dựng");
  }

  @Test
  @Order(4)
  void the_officer_accepts_and_prepares_the_decision() {
    journey.officerAccepts();
    assertThat(journey.officerPreparesTheDecision()).isNotEmpty();
    assertThat(journey.portalAsksForStatus().path("status").asInt()).isEqualTo(4);
  }

  @Test
  @Order(5)
  void the_leader_signs_with_the_token_on_the_desk() {
    var outcome = journey.leaderSigns();

    assertThat(outcome.status()).as(outcome.answer().toString()).isEqualTo("SIGNED");
  }

  @Test
  @Order(6)
  void the_clerk_numbers_seals_and_publishes() {
    assertThat(journey.clerkNumbers()).endsWith("/QĐ-SXD");
    var outcome = journey.clerkSeals();
    assertThat(outcome.status()).as(outcome.answer().toString()).isEqualTo("SIGNED");
    assertThat(journey.clerkPublishes()).startsWith("/ket-qua/");
    published = journey.publishedFile();
    assertThat(new String(published, 0, 5)).isEqualTo("%PDF-");
  }

  @Test
  @Order(7)
  void the_neighbours_and_the_portal_receive_the_result() {
    assertThat(journey.neighbourHas(world.environment(), "RESULT"))
        .containsEntry("channel", "SOAP");
    assertThat(journey.neighbourHas(world.commune(), "RESULT")).containsEntry("channel", "JMS");
    assertThat(journey.neighbourHas(world.portal(), "RESULT")).containsEntry("channel", "SOAP");
    assertThat(journey.portalWasTold("9").get("result")).contains("/ket-qua/");
  }

  @Test
  @Order(8)
  void the_portal_fetches_the_result_it_sees_in_the_status() {
    var result = journey.portalAsksForStatus().path("results").path(0);
    var file = world.portal().fetch("SOAP", result.path("resultId").asText());

    assertThat(Base64.getDecoder().decode(file.path("document").asText())).isEqualTo(published);
  }

  @Test
  @Order(9)
  void a_citizen_learns_that_the_file_is_genuine_and_ours() {
    assertThat(journey.citizenUploads("ket-qua.pdf", published).text())
        .contains("Chữ ký số hợp lệ")
        .contains("trùng với bản do cơ quan phát hành")
        .contains("SỞ XÂY DỰNG");
    assertThat(journey.citizenOpensTheLink().text())
        .contains("Quyết định về việc cấp giấy phép xây dựng");
  }

  @Test
  @Order(10)
  void a_citizen_learns_that_a_changed_file_is_not() {
    var page = journey.citizenUploads("ket-qua.pdf", DossierJourney.withOneByteChanged(published));

    assertThat(page.text())
        .contains("không hợp lệ")
        .doesNotContain("trùng với bản do cơ quan phát hành");
  }

  @Test
  @Order(11)
  void nobody_of_another_agency_sees_dossier_or_result() {
    for (String username : new String[] {"lanhdao.stp", "vanthu.stp", "motcua.stp"}) {
      var stranger = world.person(username);
      assertThat(stranger.open(journey.dossierPage()).status()).isIn(403, 404);
      assertThat(stranger.open("/van-thu/" + journey.resultId()).status()).isIn(403, 404);
      assertThat(stranger.open("/ky/" + journey.resultId()).status()).isIn(403, 404);
    }
  }

  @Test
  @Order(12)
  void the_same_id_with_other_content_is_refused_and_the_receipt_stays_what_it_was() {
    var answer = journey.portalReusesTheId();

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("ID_REUSED");
    assertThat(world.portal().receipt("SOAP", journey.messageId()).path("document"))
        .isEqualTo(receipt.path("document"));
  }

  @Test
  @Order(13)
  void a_swapped_attachment_is_a_manifest_mismatch() {
    assertRefused(journey.portalSwapsAnAttachment(), "MANIFEST_MISMATCH");
  }

  @Test
  @Order(14)
  void a_message_signed_by_the_impostor_is_refused() {
    assertRefused(journey.impostorSigns(), "UNKNOWN_SENDER");
  }

  @Test
  @Order(15)
  void a_call_without_client_certificate_does_not_get_through() {
    var roots = world.hub().tlsRoots();
    var portal = SystemIdentity.open(world.hub().identities(), "portal-g99-01").tls(roots);

    assertThat(world.hub().answersAgencies(portal)).isTrue();
    assertThat(world.hub().answersAgencies(SystemIdentity.anonymousTls(roots))).isFalse();
  }

  private static void assertRefused(JsonNode answer, String code) {
    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo(code);
    assertThat(answer.path("reasonVi").asText()).isNotBlank();
  }

  @Test
  @Order(16)
  void a_citizen_learns_that_a_genuine_file_was_revoked() {
    journey.clerkRevokes("Cấp nhầm người sử dụng đất (trình diễn)");

    assertThat(journey.citizenUploads("ket-qua.pdf", published).text())
        .contains("Chữ ký số hợp lệ")
        .contains("Bị thu hồi lúc");
    assertThat(journey.citizenOpensTheLink().text()).contains("Đã thu hồi");
  }
}
