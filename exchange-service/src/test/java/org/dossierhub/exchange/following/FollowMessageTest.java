package org.dossierhub.exchange.following;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.account.Role;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.delivery.Delivery;
import org.dossierhub.exchange.delivery.InterveneInDelivery;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.intake.Letter;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.exchange.staff.Administration;
import org.dossierhub.exchange.store.MessageTraceStore;
import org.dossierhub.exchange.work.WorkKind;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowMessageTest {
  private static final String CODE = "H99.21-261120-0001";

  @TempDir Path folder;
  private HubWorld world;
  private FollowMessage follow;
  private InterveneInDelivery intervene;
  private final Account operator = account(HubWorld.HUB, Role.ADMINISTRATOR);

  @BeforeEach
  void a_hub() {
    world = new HubWorld(folder);
    follow =
        new FollowMessage(
            new MessageTraceStore(world.test.database()),
            world.inbox,
            world.deliveries,
            world.evidence,
            world.audit,
            world.verdicts,
            world.agencies,
            new Administration(
                new Settings(
                    new HubSettings(
                        HubWorld.HUB, java.net.URI.create("https://hub.test/"), 1, false, 1),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)));
    intervene =
        new InterveneInDelivery(
            world.deliveries,
            world.inbox,
            world.agencies,
            world.outbox,
            world.audit,
            world.transactions,
            world.clock);
  }

  private static Account account(AgencyCode agency, Role role) {
    return new Account(
        UUID.randomUUID(), "nguoi.thu", "Người thử", agency, Set.of(role), List.of());
  }

  private StoredMessage received(Letter letter) throws Exception {
    letter.receive();
    return world.inbox.find(letter.manifest().sender(), letter.id()).orElseThrow();
  }

  /** For an agency elsewhere, about one dossier. */
  private StoredMessage sent(String file) throws Exception {
    return received(world.letter().to(HubWorld.AGRICULTURE).about(CODE).part(file, file));
  }

  private List<UUID> found(Account by, String words) {
    return follow.find(by, Sought.in(words).orElseThrow(), 50).stream()
        .map(FoundMessage::reference)
        .toList();
  }

  private Delivery delivery(StoredMessage message) {
    return world.deliveries.ofMessage(message.reference()).get(0);
  }

  private void delivered(StoredMessage message) {
    var id = delivery(message).id();
    world.deliveries.sending(id, Instant.now());
    world.deliveries.end(id, Delivery.State.DELIVERED, Instant.now(), Optional.empty());
    var work = world.outbox.about(id.toString()).get(0);
    world.outbox.setAside(work.id(), "gone");
    world.test.database().write(h -> h.execute("delete from outbox where id = ?", work.id()));
  }

  @Test
  void the_box_recognises_what_it_is_given() {
    assertThat(Sought.in(" h99.08-261120-0001 ")).containsInstanceOf(Sought.ADossier.class);
    assertThat(Sought.in("6F9619FF-8B86-D011-B42D-00CF4FC964FF"))
        .containsInstanceOf(Sought.AMessage.class);
    assertThat(Sought.in("h99.21")).containsInstanceOf(Sought.AnAgency.class);
    assertThat(Sought.in("000.00.19.H26")).containsInstanceOf(Sought.AnAgency.class);
    assertThat(Sought.in("SHA-256: " + "AB".repeat(32))).containsInstanceOf(Sought.ADigest.class);
    assertThat(Sought.in("4F:3A:99:B2"))
        .contains(new Sought.ACertificate(List.of(BigInteger.valueOf(0x4f3a99b2L))));
    assertThat(Sought.in("12"))
        .contains(new Sought.ACertificate(List.of(BigInteger.valueOf(12), BigInteger.valueOf(18))));
    assertThat(Sought.in("Phạm Thị Hồng Nhung")).isEmpty();
    assertThat(Sought.in("")).isEmpty();
  }

  @Test
  void a_message_is_found_by_whatever_somebody_has_in_hand() throws Exception {
    var letter = world.letter().to(HubWorld.AGRICULTURE).about(CODE).part("a.pdf", "nội dung");
    var message = received(letter);
    var other = received(world.letter().part("b.pdf", "khác"));

    var part = Sha256.of("nội dung".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var certificate = CertificateId.of(world.token("portal-g99-01").certificate());
    assertThat(found(operator, CODE)).containsExactly(message.reference());
    assertThat(found(operator, letter.id().value())).containsExactly(message.reference());
    assertThat(found(operator, message.reference().toString()))
        .containsExactly(message.reference());
    assertThat(found(operator, part.hex())).containsExactly(message.reference());
    assertThat(found(operator, message.contentDigest().hex())).containsExactly(message.reference());
    assertThat(found(operator, Sha256.of(message.signedManifest()).hex()))
        .containsExactly(message.reference());
    assertThat(found(operator, "H99.21")).containsExactly(message.reference());
    assertThat(found(operator, "G99.01")).containsExactly(other.reference(), message.reference());
    assertThat(found(operator, "0x" + certificate.serial().toString(16)))
        .containsExactly(other.reference(), message.reference());
    assertThat(found(operator, certificate.serial().toString()))
        .containsExactly(other.reference(), message.reference());
  }

  @Test
  void an_official_finds_and_opens_only_what_the_own_agency_sent_or_was_sent() throws Exception {
    var letter = world.letter().to(HubWorld.AGRICULTURE).about(CODE).part("a.pdf", "nội dung");
    var message = received(letter);
    var owner = account(HubWorld.AGRICULTURE, Role.CLERK);
    var serial = CertificateId.of(world.token("portal-g99-01").certificate()).serial().toString();
    var words =
        List.of(
            CODE, letter.id().value(), message.contentDigest().hex(), "G99.01", "H99.21", serial);

    for (var role : Role.values()) {
      var neighbour = account(HubWorld.HOME, role);
      for (var word : words) {
        assertThat(found(neighbour, word)).as("%s by %s", word, role).isEmpty();
      }
      assertThat(follow.timeLine(neighbour, message.reference())).isEmpty();
      assertThat(follow.evidence(neighbour, message.reference(), 0)).isEmpty();
    }
    for (var word : words) {
      assertThat(found(owner, word)).as(word).containsExactly(message.reference());
    }
    assertThat(found(account(HubWorld.PORTAL, Role.CLERK), serial))
        .containsExactly(message.reference());
    assertThat(found(account(HubWorld.HUB, Role.AUDITOR), CODE)).hasSize(1);
    assertThat(found(account(HubWorld.HUB, Role.CLERK), CODE)).isEmpty();
  }

  @Test
  void whoever_took_over_reads_what_was_sent_under_the_old_code() throws Exception {
    var message = sent("a.pdf");
    var heir = account(HubWorld.HOME, Role.CLERK);
    assertThat(found(heir, CODE)).isEmpty();

    world.agencies.close(
        HubWorld.AGRICULTURE,
        Instant.now(),
        Optional.of(new Succession(HubWorld.HOME, Succession.Policy.REFUSE, "Nghị quyết 12")));

    assertThat(found(heir, CODE)).containsExactly(message.reference());
    assertThat(follow.timeLine(heir, message.reference())).isPresent();
  }

  @Test
  void the_time_line_tells_what_happened_with_its_evidences() throws Exception {
    var message = sent("a.pdf");
    var id = delivery(message).id();
    for (int attempt = 0; attempt < 3; attempt++) {
      world.deliveries.sending(id, Instant.now());
      world.deliveries.note(id, attempt < 2 ? "no answer" : "refused to connect");
    }
    world.deliveries.sending(id, Instant.now());
    world.deliveries.end(id, Delivery.State.DELIVERED, Instant.now(), Optional.empty());

    var line = follow.timeLine(operator, message.reference()).orElseThrow();

    assertThat(line.steps()).isSortedAccordingTo(java.util.Comparator.comparing(TimeLine.Step::at));
    assertThat(line.steps())
        .extracting(TimeLine.Step::what)
        .contains(
            "RECEIVED", "MANIFEST_VERIFIED", "RECEIPT_ISSUED", "MESSAGE_ACCEPTED", "QUEUED_FOR");
    assertThat(line.steps())
        .filteredOn(step -> step.source() == TimeLine.Source.ATTEMPT)
        .extracting(TimeLine.Step::what, TimeLine.Step::detail)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ATTEMPT_FAILED", "1–2: no answer"),
            org.assertj.core.groups.Tuple.tuple("ATTEMPT_FAILED", "3: refused to connect"),
            org.assertj.core.groups.Tuple.tuple("ATTEMPT_DELIVERED", "4"));
    var receipt = line.steps().stream().filter(s -> s.what().equals("RECEIPT_ISSUED")).findFirst();
    assertThat(
            follow
                .evidence(
                    operator, message.reference(), receipt.orElseThrow().evidence().orElseThrow())
                .orElseThrow()
                .document())
        .isEqualTo(message.receipt().orElseThrow());
  }

  @Test
  void it_says_why_a_message_waits_and_what_comes_next() throws Exception {
    var first = sent("a.pdf");
    var second = sent("b.pdf");
    assertThat(waiting(first).reason()).isEqualTo(Waiting.Reason.QUEUED);
    assertThat(waiting(second).reason()).isEqualTo(Waiting.Reason.BEHIND_AN_EARLIER_ONE);
    assertThat(waiting(second).behind()).contains(first.reference());

    var work = world.outbox.claim(WorkKind.DELIVER_MESSAGE, 1, Duration.ofMinutes(1)).get(0);
    assertThat(waiting(first).reason()).isEqualTo(Waiting.Reason.IN_PROGRESS);
    world.outbox.retry(work, Duration.ofSeconds(300), "no answer");
    assertThat(waiting(first).reason()).isEqualTo(Waiting.Reason.TRIED_AGAIN);
    assertThat(waiting(first).next().orElseThrow())
        .isCloseTo(
            Instant.now().plusSeconds(300),
            new org.assertj.core.data.TemporalUnitWithinOffset(
                20, java.time.temporal.ChronoUnit.SECONDS));
    assertThat(waiting(first).lastTime()).contains("no answer");

    assertThat(intervene.setAside(delivery(first).id(), "Bên nhận đang sửa hệ thống", "quan-tri"))
        .isTrue();
    assertThat(waiting(first).reason()).isEqualTo(Waiting.Reason.SET_ASIDE);
    assertThat(waiting(second).reason()).isEqualTo(Waiting.Reason.QUEUED);
  }

  private Waiting waiting(StoredMessage message) {
    return follow.timeLine(operator, message.reference()).orElseThrow().waiting().stream()
        .filter(w -> w.kind() == WorkKind.DELIVER_MESSAGE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void F16_a_gap_in_the_order_of_a_dossier_is_shown_on_both_sides_of_it() throws Exception {
    var first = sent("a.pdf");
    var second = sent("b.pdf");
    var third = sent("c.pdf");
    intervene.setAside(delivery(first).id(), "Tệp hỏng, chờ hỏi bên gửi", "quan-tri");
    delivered(second);

    assertThat(missing(second)).containsExactly(first.reference());
    assertThat(missing(third)).containsExactly(first.reference());
    assertThat(missing(first)).isEmpty();
    assertThat(
            follow.timeLine(operator, first.reference()).orElseThrow().overtakenBy().stream()
                .map(FoundMessage::reference))
        .containsExactly(second.reference());

    intervene.sendAgain(delivery(first).id(), "Bên gửi xác nhận tệp đúng", "quan-tri");
    delivered(first);
    assertThat(missing(second)).isEmpty();
    assertThat(
            follow.timeLine(operator, first.reference()).orElseThrow().overtakenBy().stream()
                .map(FoundMessage::reference))
        .containsExactly(second.reference());
  }

  private List<UUID> missing(StoredMessage message) {
    return follow.timeLine(operator, message.reference()).orElseThrow().missing().stream()
        .map(FoundMessage::reference)
        .toList();
  }

  @Test
  void setting_aside_fences_off_whoever_is_at_it_and_sending_again_keeps_the_message()
      throws Exception {
    var message = sent("a.pdf");
    var id = delivery(message).id();
    var running = world.outbox.claim(WorkKind.DELIVER_MESSAGE, 1, Duration.ofMinutes(1)).get(0);

    assertThat(intervene.setAside(id, "Bên nhận báo nhầm nơi gửi", "quan-tri")).isTrue();
    assertThat(intervene.setAside(id, "Bên nhận báo nhầm nơi gửi", "quan-tri")).isFalse();
    world.outbox.done(running);
    assertThat(world.outbox.about(id.toString())).singleElement().matches(w -> w.setAside());
    assertThat(intervene.preview(id).orElseThrow().recipient().orElseThrow().code())
        .isEqualTo(HubWorld.AGRICULTURE);

    assertThat(intervene.sendAgain(id, "Đã hỏi lại, đúng nơi", "quan-tri")).isTrue();
    assertThat(world.outbox.claim(WorkKind.DELIVER_MESSAGE, 1, Duration.ofMinutes(1)))
        .singleElement()
        .extracting(w -> w.subject())
        .isEqualTo(id.toString());
    assertThat(world.audit.about(message.manifest().id().value()))
        .filteredOn(entry -> entry.actor().equals("quan-tri"))
        .extracting(AuditEntry::action)
        .containsExactly("DELIVERY_SET_ASIDE", "DELIVERY_REPLAYED");
  }

  @Test
  void what_has_ended_is_neither_set_aside_nor_sent_again() throws Exception {
    var message = sent("a.pdf");
    var id = delivery(message).id();
    world.deliveries.end(id, Delivery.State.EXPIRED, Instant.now(), Optional.of("away"));

    assertThat(intervene.preview(id)).isEmpty();
    assertThat(intervene.sendAgain(id, "Một lý do đủ dài", "quan-tri")).isFalse();
    assertThat(intervene.setAside(id, "Một lý do đủ dài", "quan-tri")).isFalse();
  }
}
