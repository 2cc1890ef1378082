package org.dossierhub.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.WebVisitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Agencies over SOAP, programs over REST and citizens on the page hear the same verdict. */
@ExtendWith(RunningHub.class)
class VerificationIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private DemonstrationWorld world;
  private Path application;
  private Path drawings;

  @BeforeEach
  void begin(DemonstrationWorld running) {
    world = running;
    var enclosures = new DossierJourney(running).enclosures();
    application = enclosures.get(0).file();
    drawings = enclosures.get(1).file();
  }

  private JsonNode overSoap(Path file) {
    return world.portal().verify("Đơn đề nghị.pdf", file, Map.of());
  }

  private JsonNode overRest(Path file) throws IOException {
    return JSON.readTree(overRest(file, "application/json", "").bytes()).path("report");
  }

  private WebVisitor.Reply overRest(Path file, String accepted, String query) throws IOException {
    var upload =
        new WebVisitor.Upload(
            "file", "Don de nghi.pdf", "application/octet-stream", Files.readAllBytes(file));
    var reply = world.citizen().upload("/api/v1/verify" + query, accepted, upload);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply;
  }

  private Path written(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void a_citizens_signature_is_valid_for_all_who_ask_and_names_its_policy() throws IOException {
    var soap = overSoap(application);
    var rest = overRest(application);

    assertThat(soap.path("verdict").asText()).as(soap.toString()).isEqualTo("VALID");
    assertThat(soap.path("signatures")).hasSize(1);
    var signature = soap.path("signatures").get(0);
    assertThat(signature.path("policy").asText()).isEqualTo("VN-PUBLIC-2025");
    assertThat(signature.path("role").asText()).isEqualTo("CITIZEN");
    assertThat(signature.path("coversWholeDocument").asBoolean()).isTrue();
    assertThat(soap.path("issuedHere").asBoolean()).isFalse();
    assertThat(rest.path("verdict").asText()).as(rest.toString()).isEqualTo("VALID");
    assertThat(rest.path("sha256").asText()).isEqualTo(soap.path("sha256").asText());
    assertThat(rest.path("sentence").asText()).isEqualTo(soap.path("sentenceVi").asText());
  }

  @Test
  void a_changed_file_is_invalid_and_comes_with_a_remedy_in_both_languages() throws IOException {
    var changed =
        written("changed.pdf", DossierJourney.withOneByteChanged(Files.readAllBytes(application)));

    var soap = overSoap(changed);

    assertThat(soap.path("verdict").asText()).as(soap.toString()).isEqualTo("INVALID");
    assertThat(soap.path("signatures").get(0).path("remedyVi").asText()).isNotBlank();
    assertThat(soap.path("signatures").get(0).path("remedyEn").asText()).isNotBlank();
    assertThat(overRest(changed).path("verdict").asText()).isEqualTo("INVALID");
  }

  @Test
  void files_without_signature_and_hostile_ones_get_their_answer_too() throws IOException {
    assertThat(overSoap(drawings).path("verdict").asText()).isEqualTo("UNSIGNED");
    var bomb = written("bomb.xml", "<a>".repeat(100_000).getBytes(UTF_8));
    var entities =
        written("entities.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".getBytes(UTF_8));

    assertThat(overSoap(bomb).path("reason").asText()).isEqualTo("XML_TOO_COMPLEX");
    assertThat(overRest(bomb).path("verdict").asText()).isEqualTo("REFUSED");
    assertThat(overSoap(entities).path("reason").asText()).isEqualTo("XML_DTD");
  }

  @Test
  void a_report_can_be_taken_along_and_is_itself_valid() throws IOException {
    for (var format :
        Map.of("application/pdf", "report.pdf", "application/xml", "report.xml").entrySet()) {
      var report = overRest(application, format.getKey(), "?lang=en");

      var again = overRest(written(format.getValue(), report.bytes()));

      assertThat(again.path("verdict").asText()).as(again.toString()).isEqualTo("VALID");
      assertThat(again.path("signatures").get(0).path("role").asText()).isEqualTo("SYSTEM");
    }
  }

  @Test
  void who_does_not_sign_the_question_gets_no_verdict() {
    var answer = world.portal().verify("a.pdf", application, Map.of("messageIdentity", "none"));

    assertThat(answer.path("code").asText()).as(answer.toString()).isEqualTo("NOT_AUTHENTICATED");
  }
}
