package org.dossierhub.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.client.KnownMessage.State;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgencyBoxTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final String DOSSIER = "H99.08-261122-0001";

  @TempDir Path temp;
  private Path folder;
  private Path letter;
  private TestHub hub;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void a_hub_and_a_box() throws Exception {
    hub = new TestHub(PKI, "hub-tls");
    folder = Files.createDirectories(temp.resolve("hộp thư"));
    letter = Files.writeString(temp.resolve("Đơn đề nghị.txt"), "Kính gửi Sở Xây dựng");
    pem("tls", PKI.identity("local-root").certificate());
    pem("hub", PKI.identity("hub-system").certificate());
    key("agency-h99-151");
    configure(20);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void configure(int patience) throws Exception {
    Files.writeString(
        folder.resolve("agency.properties"),
        """
        hub = %s
        agency = H99.151
        key = xa.p12
        password.file = xa.password
        trust = trust
        patience = %d
        """
            .formatted(hub.address(), patience));
  }

  private void key(String identity) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        identity,
        PKI.identity(identity).key(),
        "demonstration".toCharArray(),
        PKI.identity(identity).chain().toArray(Certificate[]::new));
    try (var out = Files.newOutputStream(folder.resolve("xa.p12"))) {
      store.store(out, "demonstration".toCharArray());
    }
    Files.writeString(folder.resolve("xa.password"), "demonstration\n");
  }

  private void pem(String use, X509Certificate certificate) throws Exception {
    var place = Files.createDirectories(folder.resolve("trust").resolve(use));
    Files.writeString(
        place.resolve(certificate.getSerialNumber() + ".pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private AgencyBox box() throws Exception {
    return AgencyBox.open(folder, told::add, Duration.ofMillis(5), Clock.systemUTC());
  }

  private OutgoingDossier dossier() {
    return OutgoingDossier.to("H99.08", List.of(letter)).dossier(DOSSIER).procedure("1.004222");
  }

  private long submits() {
    return hub.asked.stream().filter("POST messages"::equals).count();
  }

  @Test
  void a_message_ends_with_the_hubs_receipt() throws Exception {
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(sent.state()).isEqualTo(State.RECEIPTED);
      assertThat(sent.receiptSigner().orElseThrow()).contains("CN=");
      assertThat(hub.taken).containsOnlyKeys(sent.id());
      assertThat(hub.taken.get(sent.id()).parts().get("Đơn đề nghị.txt"))
          .isEqualTo(Files.readAllBytes(letter));
      assertThat(box.messages()).containsExactly(sent);
      assertThat(box.submit(sent.id())).isEqualTo(sent);
      assertThat(submits()).isEqualTo(1);
    }
  }

  @Test
  void a_message_whose_answer_was_lost_gets_the_receipt_of_the_first_time() throws Exception {
    hub.answersLost.set(1);
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(sent.state()).isEqualTo(State.RECEIPTED);
      assertThat(hub.taken).hasSize(1);
      assertThat(Files.readAllBytes(sent.folder().resolve("receipt.xml")))
          .isEqualTo(hub.taken.get(sent.id()).receipt());
      assertThat(told).isNotEmpty();
    }
  }

  @Test
  void a_repeated_send_goes_on_with_the_same_id_and_the_same_signed_manifest() throws Exception {
    configure(0);
    hub.busy.set(1);
    KnownMessage open;
    byte[] manifest;
    try (var box = box()) {
      open = box.send(dossier());
      assertThat(open.state()).isEqualTo(State.OPEN);
      assertThat(open.code()).contains("NO_ANSWER");
      manifest = Files.readAllBytes(open.folder().resolve("manifest.xml"));
    }
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(sent.id()).isEqualTo(open.id());
      assertThat(sent.state()).isEqualTo(State.RECEIPTED);
      assertThat(hub.taken.get(sent.id()).manifest()).isEqualTo(manifest);
      assertThat(box.messages()).hasSize(1);
    }
  }

  @Test
  void a_message_is_on_the_disk_before_the_first_call_and_goes_out_though_its_files_are_gone()
      throws Exception {
    String id;
    try (var box = box()) {
      id = box.prepare(dossier()); // and then the power fails
    }
    assertThat(hub.asked).isEmpty();
    Files.delete(letter);
    try (var box = box()) {
      assertThat(box.resume()).singleElement().extracting(KnownMessage::id).isEqualTo(id);
      assertThat(hub.taken).containsOnlyKeys(id);
      assertThat(box.resume()).isEmpty();
    }
  }

  @Test
  void a_receipt_signed_by_another_agency_is_not_believed_and_the_message_stays_open()
      throws Exception {
    hub.signsAs = "agency-h99-21";
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(sent.state()).isEqualTo(State.OPEN);
      assertThat(sent.code()).contains("NOT_BELIEVED");
      assertThat(sent.folder().resolve("receipt.xml")).doesNotExist();
      assertThat(submits()).isEqualTo(1);
    }
  }

  @Test
  void a_receipt_for_other_files_is_not_believed() throws Exception {
    try (var box = box()) {
      var id = box.prepare(dossier());
      var other = box.prepare(dossier().about("Bổ sung"));
      box.submit(other);
      hub.taken.put(id, hub.taken.get(other));
      Files.createFile(folder.resolve("out/" + id + "/called"));

      var sent = box.submit(id);

      assertThat(sent.state()).isEqualTo(State.OPEN);
      assertThat(sent.reasonEn().orElseThrow()).contains("another message");
    }
  }

  @Test
  void a_refusal_is_shown_with_its_reason_and_not_repeated_by_itself() throws Exception {
    hub.refusal = "NO_AGREEMENT";
    try (var box = box()) {
      var refused = box.send(dossier());

      assertThat(refused.state()).isEqualTo(State.REFUSED);
      assertThat(refused.code()).contains("NO_AGREEMENT");
      assertThat(refused.reasonVi()).contains("Lý do của trục");
      assertThat(submits()).isEqualTo(1);
      assertThat(box.resume()).isEmpty();

      hub.refusal = null;
      assertThat(box.send(dossier()).id()).isEqualTo(refused.id());
      assertThat(box.messages())
          .singleElement()
          .extracting(KnownMessage::state)
          .isEqualTo(State.RECEIPTED);
    }
  }

  @Test
  void a_refusal_in_the_middle_of_a_large_message_is_not_taken_for_a_broken_line()
      throws Exception {
    Files.write(letter, new byte[3_000_000]);
    hub.refusal = "NO_AGREEMENT";
    hub.cutOff.set(1000);
    try (var box = box()) {
      assertThat(box.send(dossier()).code()).contains("NO_AGREEMENT");
    }
  }

  @Test
  void a_large_message_that_was_cut_off_is_sent_again() throws Exception {
    Files.write(letter, new byte[3_000_000]);
    hub.cutOff.set(2);
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(sent.state()).isEqualTo(State.RECEIPTED);
      assertThat(hub.taken.get(sent.id()).parts().get("Đơn đề nghị.txt"))
          .isEqualTo(new byte[3_000_000]);
    }
  }

  @Test
  void after_a_change_of_the_key_the_same_content_is_signed_again_under_the_same_id()
      throws Exception {
    hub.refusal = "CERTIFICATE_NOT_VALID";
    String id;
    try (var box = box()) {
      id = box.send(dossier()).id();
    }
    key("stranger");
    hub.refusal = null;
    try (var box = box()) {
      var sent = box.submit(id);

      assertThat(sent.state()).isEqualTo(State.RECEIPTED);
      var content =
          Content.of(hub.taken.get(id).manifest(), "urn:dossierhub:manifest:1", "manifest");
      assertThat(content.signer()).isEqualTo(PKI.identity("stranger").certificate());
      assertThat(sent.folder().resolve("manifest-1.xml")).exists();
    }
  }

  @Test
  void an_id_of_ones_own_is_sent_once_and_never_with_other_content() throws Exception {
    var mine = dossier().underId("6f1d0c0e-52c4-4b57-9d4e-0f6f0a1c2b3d");
    try (var box = box()) {
      box.send(mine);
      assertThat(box.send(mine).state()).isEqualTo(State.RECEIPTED);
      assertThat(submits()).isEqualTo(1);
      assertThatThrownBy(() -> box.send(mine.about("Khác"))).isInstanceOf(BoxProblem.class);
    }
  }

  @Test
  void a_server_that_is_not_the_hub_is_not_spoken_to() throws Exception {
    hub.close();
    hub = new TestHub(PKI, "stranger");
    configure(20);
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(sent.code()).contains("NOT_BELIEVED");
      assertThat(hub.asked).isEmpty();
    }
  }

  @Test
  void the_same_kind_of_command_runs_once_at_a_time() throws Exception {
    try (var channel =
            FileChannel.open(
                folder.resolve(".send.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var box = box()) {
      assertThat(channel.tryLock()).isNotNull();
      assertThatThrownBy(() -> box.send(dossier())).isInstanceOf(BoxInUse.class);
      assertThat(box.fetch(1).left()).isEmpty();
    }
  }

  private Manifest waits(String text) {
    var bytes = text.getBytes(UTF_8);
    var manifest =
        new Manifest(
            UUID.randomUUID().toString(),
            "DOSSIER",
            new AgencyCode("H99.08"),
            new AgencyCode("H99.151"),
            Optional.of(new DossierCode(DOSSIER)),
            Optional.empty(),
            Instant.now(),
            Optional.of("Kết quả"),
            Optional.empty(),
            List.of(
                new Manifest.Part(
                    "Giấy phép.pdf", "application/pdf", bytes.length, Sha256.of(bytes))));
    hub.waits(manifest, Map.of("Giấy phép.pdf", bytes), PKI.identity("agency-h99-21"));
    return manifest;
  }

  @Test
  void what_waits_is_fetched_and_acknowledged_once() throws Exception {
    var first = waits("Giấy phép số 1");
    waits("Giấy phép số 2");
    try (var box = box()) {
      var fetched = box.fetch(100);

      assertThat(fetched.left()).isEmpty();
      assertThat(fetched.messages()).hasSize(2);
      assertThat(hub.acknowledged).containsOnlyKeys(hub.waiting.keySet());
      var message = fetched.messages().get(0);
      assertThat(message.id()).isEqualTo(first.id());
      assertThat(message.state()).isEqualTo(State.ACKNOWLEDGED);
      assertThat(message.parts().get(0).file()).hasContent("Giấy phép số 1");
      assertThat(box.fetch(100).messages()).isEmpty();
    }
  }

  @Test
  void what_was_on_the_disk_when_the_program_ended_is_acknowledged_by_the_next_fetch()
      throws Exception {
    var manifest = waits("Giấy phép");
    configure(0);
    hub.acknowledgementsLost.set(1);
    byte[] receipt;
    try (var box = box()) {
      var broken = box.fetch(100);
      assertThat(broken.left()).hasSize(1);
      assertThat(broken.messages().get(0).state()).isEqualTo(State.FETCHED);
      assertThat(hub.acknowledged).isEmpty();
      receipt = Files.readAllBytes(broken.messages().get(0).folder().resolve("receipt.xml"));
    }
    try (var box = box()) {
      var fetched = box.fetch(100);

      assertThat(fetched.left()).isEmpty();
      assertThat(fetched.messages()).hasSize(1);
      assertThat(hub.acknowledged.get(manifest.id())).isEqualTo(receipt);
      assertThat(box.messages()).hasSize(1);
    }
    assertThat(hub.asked.stream().filter(question -> question.endsWith("/part"))).hasSize(1);
  }

  @Test
  void a_file_that_is_not_the_one_of_the_manifest_is_not_acknowledged() throws Exception {
    waits("Giấy phép");
    hub.onTheLine = bytes -> "Giay phep!!!".getBytes(UTF_8);
    try (var box = box()) {
      var fetched = box.fetch(100);

      assertThat(fetched.messages()).isEmpty();
      assertThat(fetched.left()).hasSize(1);
      assertThat(hub.acknowledged).isEmpty();
      assertThat(folder.resolve("staging")).isEmptyDirectory();

      hub.onTheLine = bytes -> bytes;
      hub.leasesEnd();
      assertThat(box.fetch(100).messages()).hasSize(1);
    }
  }

  @Test
  void a_sender_without_a_path_to_the_roots_at_hand_is_not_believed() throws Exception {
    pem("government", PKI.identity("public-root").certificate());
    waits("Giấy phép");
    try (var box = box()) {
      var fetched = box.fetch(100);

      assertThat(fetched.messages()).isEmpty();
      assertThat(fetched.left()).singleElement().asString().contains("no root in the trust folder");
    }
  }

  @Test
  void a_message_that_its_sender_took_back_is_marked() throws Exception {
    var manifest = waits("Giấy phép");
    try (var box = box()) {
      box.fetch(100);
      var digest = Sha256.of(hub.waiting.get(manifest.id()).manifest());
      hub.takenBack =
          hub.signed(
              manifest.withdrawalXml(digest, "Gửi nhầm", Instant.now()),
              PKI.identity("agency-h99-21"));

      var fetched = box.fetch(100);

      assertThat(fetched.messages())
          .singleElement()
          .matches(message -> message.state() == State.WITHDRAWN)
          .matches(message -> message.reasonVi().equals(Optional.of("Gửi nhầm")));
    }
  }

  @Test
  void a_receipted_message_is_withdrawn_with_one_signed_document() throws Exception {
    configure(0);
    try (var box = box()) {
      var sent = box.send(dossier());
      hub.busy.set(1);
      assertThat(box.withdraw(sent.id(), "Gửi nhầm").state()).isEqualTo(State.RECEIPTED);

      assertThat(box.resume()).singleElement().matches(m -> m.state() == State.WITHDRAWN);

      assertThat(hub.withdrawals).hasSize(1);
      assertThat(hub.withdrawals.get(0))
          .isEqualTo(Files.readAllBytes(sent.folder().resolve("withdrawal.xml")));
    }
  }

  @Test
  void a_withdrawal_that_comes_too_late_says_so() throws Exception {
    try (var box = box()) {
      var sent = box.send(dossier());
      hub.refusal = "ALREADY_DELIVERED";

      var after = box.withdraw(sent.id(), "Gửi nhầm");

      assertThat(after.state()).isEqualTo(State.RECEIPTED);
      assertThat(after.code()).contains("ALREADY_DELIVERED");
      assertThat(box.resume()).isEmpty();
    }
  }

  @Test
  void evidence_is_kept_when_every_link_of_the_chain_holds() throws Exception {
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(box.fetchEvidence(sent)).isEmpty();

      assertThat(box.messages().get(0).evidences())
          .extracting(KnownMessage.Evidence::event)
          .containsExactly("SUBMISSION_ACCEPTANCE", "DELIVERY");
    }
  }

  @Test
  void evidence_that_rests_on_another_document_is_not_kept() throws Exception {
    hub.onTheLine = bytes -> "something else".getBytes(UTF_8);
    try (var box = box()) {
      var sent = box.send(dossier());

      assertThat(box.fetchEvidence(sent).orElseThrow()).contains("Evidence 2");

      assertThat(box.messages().get(0).evidences()).isEmpty();
      assertThat(sent.folder().resolve("evidence.asice")).doesNotExist();
    }
  }

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

  private int program(String... arguments) {
    printed.reset();
    complained.reset();
    return AgencyProgram.run(
        new PrintStream(printed, true, UTF_8), new PrintStream(complained, true, UTF_8), arguments);
  }

  @Test
  void the_commands_say_what_is_done_open_and_wrong() throws Exception {
    var box = folder.toString();
    assertThat(
            program(
                "send", "--box", box, "--to", "H99.08", "--dossier", DOSSIER, letter.toString()))
        .isZero();
    assertThat(printed.toString(UTF_8)).contains("đã có giấy báo nhận / RECEIPTED");

    waits("Giấy phép");
    assertThat(program("fetch", "--box", box)).isZero();
    assertThat(printed.toString(UTF_8)).contains("đã báo nhận / ACKNOWLEDGED");

    assertThat(program("receipts", "--box", box, "--json")).isZero();
    assertThat(printed.toString(UTF_8)).contains("\"RECEIPTED\"", "\"ACKNOWLEDGED\"");

    hub.refusal = "NO_AGREEMENT";
    assertThat(program("send", "--box", box, "--to", "H99.05", letter.toString())).isEqualTo(1);
    assertThat(printed.toString(UTF_8)).contains("NO_AGREEMENT: Lý do của trục / The hub's reason");
    assertThat(program("receipts", "--box", box)).isEqualTo(1);

    assertThat(program("send", "--box", box, "--to", "no code", letter.toString())).isEqualTo(2);
    assertThat(program("send", "--box", box)).isEqualTo(2);
    assertThat(program("receipts", "--box", box, UUID.randomUUID().toString())).isEqualTo(2);
    Files.delete(folder.resolve("agency.properties"));
    assertThat(program("receipts", "--box", box)).isEqualTo(2);
    assertThat(complained.toString(UTF_8)).contains("agency.properties", "hub = https://");
  }
}
