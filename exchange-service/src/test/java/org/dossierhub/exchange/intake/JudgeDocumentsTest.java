package org.dossierhub.exchange.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.dossier.DocumentVerdict;
import org.dossierhub.exchange.dossier.Judgement;
import org.dossierhub.exchange.dossier.TrafficLight;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.exchange.work.Work;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.VerifyDocument;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeDocumentsTest {
  private static final byte[] FORM =
      "<đơn><nội-dung>Đề nghị cấp giấy phép xây dựng</nội-dung></đơn>"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] PICTURE = {
    (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 1, 2
  };

  @TempDir Path folder;
  private HubWorld world;
  private boolean authoritiesAnswer = true;

  @BeforeEach
  void world() {
    world = new HubWorld(folder);
  }

  private byte[] signedBy(String person) {
    return new SignXml(world.clock).signEnveloped(FORM, world.token(person));
  }

  private StoredMessage received(Letter letter) throws DossierRejected {
    letter.about("H99.08-261120-0001").receive();
    return world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
  }

  private void judge(Clock clock) {
    judge(clock, () -> {});
  }

  /** The hook runs while the revocation of a certificate is asked for. */
  private void judge(Clock clock, Runnable meanwhile) {
    var revocation =
        new RevocationSource() {
          @Override
          public Optional<byte[]> ocsp(URI responder, byte[] request) {
            meanwhile.run();
            return authoritiesAnswer
                ? Optional.of(world.pki.ocspAnswer(request, world.clock.instant()))
                : Optional.empty();
          }

          @Override
          public Optional<byte[]> crl(URI distributionPoint) {
            return Optional.empty();
          }
        };
    var anchors =
        TrustAnchors.of(
            world.pki.governmentAnchors(), world.pki.publicAnchors(), world.pki.intermediates());
    var verify = new VerifyDocument(anchors, revocation, world.clock);
    var work =
        world.outbox.claim(WorkKind.JUDGE_DOCUMENTS, 1, Duration.ofMillis(-1)).stream()
            .findFirst()
            .orElseThrow();
    new JudgeDocuments(
            world.inbox,
            new JudgeDocument(world.payloads, verify, clock),
            world.verdicts,
            world.dossiers,
            world.evidence,
            world.audit,
            world.transactions,
            clock)
        .perform(new Work(work.id(), work.kind(), work.lane(), work.subject(), 1));
  }

  private TrafficLight light(StoredMessage message) {
    return world.dossiers.byId(message.dossier().orElseThrow()).orElseThrow().light();
  }

  private List<Verdict> verdicts(StoredMessage message) {
    return world.verdicts.ofMessage(message.reference()).stream()
        .map(verdict -> verdict.report().verdict())
        .toList();
  }

  @Test
  void good_signatures_and_a_photograph_give_a_green_light_and_an_evidence() throws Exception {
    var message =
        received(world.letter().part("Đơn.xml", signedBy("citizen")).part("Ảnh.jpg", PICTURE));

    judge(world.clock);

    assertThat(verdicts(message)).containsExactly(Verdict.VALID, Verdict.UNSIGNED);
    assertThat(light(message)).isEqualTo(TrafficLight.GREEN);
    assertThat(world.evidence.ofMessage(message.reference()))
        .extracting(Evidence::kind)
        .contains(Evidence.Kind.DOCUMENTS_JUDGED);
  }

  @Test
  void a_changed_document_gives_a_red_light_with_a_remedy_and_does_not_refuse_the_dossier()
      throws Exception {
    var changed =
        new String(signedBy("citizen"), StandardCharsets.UTF_8)
            .replace("giấy phép", "giấy khác")
            .getBytes(StandardCharsets.UTF_8);
    var message = received(world.letter().part("Đơn.xml", changed));

    judge(world.clock);

    assertThat(light(message)).isEqualTo(TrafficLight.RED);
    var judgement = Judgement.of(world.verdicts.ofDossier(message.dossier().orElseThrow()));
    assertThat(judgement.advice())
        .singleElement()
        .satisfies(
            advice -> {
              assertThat(advice.part()).isEqualTo("Đơn.xml");
              assertThat(advice.remedy()).isNotBlank();
            });
  }

  @Test
  void an_unsigned_form_gives_an_amber_light() throws Exception {
    var message = received(world.letter().part("Đơn.xml", FORM));

    judge(world.clock);

    assertThat(verdicts(message)).containsExactly(Verdict.UNSIGNED);
    assertThat(light(message)).isEqualTo(TrafficLight.AMBER);
  }

  @Test
  void F24_while_the_authorities_are_away_nothing_is_decided_and_later_it_is() throws Exception {
    var message = received(world.letter().part("Đơn.xml", signedBy("citizen")));
    authoritiesAnswer = false;

    assertThatThrownBy(() -> judge(world.clock))
        .isInstanceOfSatisfying(
            TryAgainLater.class,
            delay -> assertThat(delay.after()).contains(Duration.ofMinutes(1)));
    assertThat(verdicts(message)).containsExactly(Verdict.INDETERMINATE);
    assertThat(light(message)).isEqualTo(TrafficLight.AMBER);

    authoritiesAnswer = true;
    judge(world.clock);

    assertThat(verdicts(message)).containsExactly(Verdict.VALID);
    assertThat(light(message)).isEqualTo(TrafficLight.GREEN);
  }

  @Test
  void F24_after_three_days_the_hub_stops_asking() throws Exception {
    var message = received(world.letter().part("Đơn.xml", signedBy("citizen")));
    authoritiesAnswer = false;

    judge(Clock.offset(world.clock, JudgeDocuments.STOP_AFTER));

    assertThat(verdicts(message)).containsExactly(Verdict.INDETERMINATE);
  }

  @Test
  void F27_a_node_that_stood_still_while_another_judged_adds_nothing() throws Exception {
    var message = received(world.letter().part("Đơn.xml", signedBy("citizen")));
    var once = new AtomicBoolean();

    judge(
        world.clock,
        () -> {
          if (once.compareAndSet(false, true)) {
            judge(world.clock);
          }
        });

    assertThat(once).isTrue();
    assertThat(verdicts(message)).containsExactly(Verdict.VALID);
    assertThat(
            world.evidence.ofMessage(message.reference()).stream()
                .filter(evidence -> evidence.kind() == Evidence.Kind.DOCUMENTS_JUDGED))
        .hasSize(1);
    assertThat(reports(message)).isEqualTo(1);
  }

  @Test
  void F27_an_old_verdict_of_a_node_that_stood_still_does_not_become_the_newest() throws Exception {
    var message = received(world.letter().part("Đơn.xml", signedBy("citizen")));
    var once = new AtomicBoolean();

    assertThatThrownBy(
            () ->
                judge(
                    world.clock,
                    () -> {
                      if (once.compareAndSet(false, true)) {
                        judge(world.clock);
                      }
                      authoritiesAnswer = false;
                    }))
        .isInstanceOf(TryAgainLater.class);

    assertThat(verdicts(message)).containsExactly(Verdict.VALID);
    assertThat(light(message)).isEqualTo(TrafficLight.GREEN);
  }

  private int reports(StoredMessage message) {
    return world
        .test
        .database()
        .read(
            h ->
                h.createQuery("select count(*) from validation_report where message = :message")
                    .bind("message", message.reference())
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void judging_again_adds_nothing() throws Exception {
    var message = received(world.letter().part("Đơn.xml", signedBy("citizen")));
    judge(world.clock);
    var first = world.verdicts.ofMessage(message.reference());
    judge(world.clock);

    assertThat(world.verdicts.ofMessage(message.reference()))
        .extracting(DocumentVerdict::report)
        .isEqualTo(first.stream().map(DocumentVerdict::report).toList());
    assertThat(
            world.evidence.ofMessage(message.reference()).stream()
                .filter(evidence -> evidence.kind() == Evidence.Kind.DOCUMENTS_JUDGED))
        .hasSize(1);
  }
}
