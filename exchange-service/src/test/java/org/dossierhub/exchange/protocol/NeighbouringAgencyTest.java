package org.dossierhub.exchange.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.desk.TestDesk;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.intake.Letter;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A registered agency that knows ids and codes of its neighbours asks every operation of the
 * contract for what is not its own (A25), over SOAP and over JMS: the answer is that there is no
 * such thing. {@code submit} asks for nothing; who may send what is in ReceiveDossierTest. {@code
 * verify} answers about the bytes it is given, and of the register what everybody may know.
 */
class NeighbouringAgencyTest {
  @TempDir Path folder;

  @Test
  void every_operation_of_the_contract_is_tried_here() {
    assertThat(
            Arrays.stream(Exchange.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(method -> method.getName()))
        .containsExactlyInAnyOrder(
            "submit",
            "receipt",
            "status",
            "fetchResult",
            "fetchPart",
            "verify",
            "fetch", // here and below the rest is in FetchingTest
            "acknowledge",
            "withdraw",
            "fetchEvidence"); // in EvidenceOfHandOversTest
  }

  @Test
  void a25_a_part_goes_only_to_whom_its_message_is_addressed() throws Exception {
    var world = new HubWorld(folder);
    var letter = received(world);
    var handOver = new HandOverPart(world.inbox, world.payloads, world.agencies, world.clock);

    var file = handOver.answer(caller(HubWorld.HOME), part(letter, "Đơn.pdf")).getFile();
    assertThat(file.getContent().getInputStream().readAllBytes())
        .isEqualTo("đơn".getBytes(StandardCharsets.UTF_8));
    for (var other : new AgencyCode[] {HubWorld.AGRICULTURE, HubWorld.COMMUNE, HubWorld.PORTAL}) {
      refused("UNKNOWN_MESSAGE", () -> handOver.answer(caller(other), part(letter, "Đơn.pdf")));
      refused("UNKNOWN_MESSAGE", () -> handOver.answer(caller(other), part(letter, "khác.pdf")));
    }
    refused("UNKNOWN_PART", () -> handOver.answer(caller(HubWorld.HOME), part(letter, "khác.pdf")));
  }

  @Test
  void a25_a_receipt_goes_only_to_whoever_sent_the_message() throws Exception {
    var world = new HubWorld(folder);
    var letter = received(world);
    var repeat = new RepeatReceipt(world.inbox);

    assertThat(repeat.answer(caller(HubWorld.PORTAL), receipt(letter, null)).getReceipt())
        .isNotEmpty();
    for (var other : new AgencyCode[] {HubWorld.HOME, HubWorld.AGRICULTURE, HubWorld.COMMUNE}) {
      refused("UNKNOWN_MESSAGE", () -> repeat.answer(caller(other), receipt(letter, null)));
      refused(
          "UNKNOWN_MESSAGE",
          () -> repeat.answer(caller(other), receipt(letter, HubWorld.PORTAL.value())));
      refused(
          "UNKNOWN_MESSAGE", () -> repeat.answer(caller(other), receipt(letter, other.value())));
    }
  }

  @Test
  void a25_a_result_goes_only_to_whom_its_dossier_concerns_and_the_distribution_list()
      throws Exception {
    var desk = new TestDesk(folder);
    var published = desk.published();
    var handOver = new HandOverResult(desk.results, desk.dossiers, desk.payloads);

    for (var entitled : new AgencyCode[] {TestDesk.HOME, TestDesk.PORTAL, TestDesk.FARMING}) {
      var file = handOver.answer(caller(entitled), fetch(published)).getFile();
      assertThat(file.getContent().getInputStream().readAllBytes())
          .isEqualTo(desk.bytes(published));
    }
    refused("UNKNOWN_RESULT", () -> handOver.answer(caller(TestDesk.JUSTICE), fetch(published)));
  }

  @Test
  void a_result_that_is_not_published_goes_to_nobody() throws Exception {
    var desk = new TestDesk(folder);
    var prepared = desk.prepared();
    var handOver = new HandOverResult(desk.results, desk.dossiers, desk.payloads);

    for (var agency : new AgencyCode[] {TestDesk.HOME, TestDesk.PORTAL, TestDesk.JUSTICE}) {
      refused("UNKNOWN_RESULT", () -> handOver.answer(caller(agency), fetch(prepared)));
    }
    var none = new FetchResult();
    none.setResultId(UUID.randomUUID().toString());
    refused("UNKNOWN_RESULT", () -> handOver.answer(caller(TestDesk.HOME), none));
  }

  @Test
  void a25_a_status_is_told_only_to_whoever_submitted_or_decides() throws Exception {
    var desk = new TestDesk(folder);
    var dossier = desk.dossier();
    var tell = new TellStatus(desk.dossiers, desk.results, desk.hub);
    var question = new Status();
    question.setDossierCode(dossier.code().value());

    assertThat(tell.answer(caller(TestDesk.PORTAL), question).getStatus()).isEqualTo(4);
    assertThat(tell.answer(caller(TestDesk.HOME), question).getStatus()).isEqualTo(4);
    refused("UNKNOWN_DOSSIER", () -> tell.answer(caller(TestDesk.JUSTICE), question));
    refused("UNKNOWN_DOSSIER", () -> tell.answer(caller(TestDesk.FARMING), question));
  }

  private interface Attempt {
    Object make() throws Exception;
  }

  private static void refused(String code, Attempt attempt) {
    assertThatThrownBy(attempt::make)
        .isInstanceOfSatisfying(
            RefusalFault.class,
            fault -> {
              assertThat(fault.getFaultInfo().getCode()).isEqualTo(code);
              assertThat(fault.getFaultInfo().getEvidence()).isNull();
            });
  }

  private static Letter received(HubWorld world) throws Exception {
    var letter = world.letter().about("H99.08-261120-0001").part("Đơn.pdf", "đơn");
    letter.receive();
    return letter;
  }

  private static Caller caller(AgencyCode agency) {
    return new Caller(agency, Channel.JMS, Optional.empty());
  }

  private static FetchPart part(Letter letter, String name) {
    var question = new FetchPart();
    question.setSender(HubWorld.PORTAL.value());
    question.setMessageId(letter.id().value());
    question.setName(name);
    return question;
  }

  private static Receipt receipt(Letter letter, String sender) {
    var question = new Receipt();
    question.setMessageId(letter.id().value());
    question.setSender(sender);
    return question;
  }

  private static FetchResult fetch(Result result) {
    var question = new FetchResult();
    question.setResultId(result.id().toString());
    return question;
  }
}
