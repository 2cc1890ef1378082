package org.dossierhub.exchange.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.ZipInputStream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.dossierhub.exchange.audit.Evidence;
import org.dossierhub.exchange.audit.EvidenceObject;
import org.dossierhub.exchange.audit.HandOverEvent;
import org.dossierhub.exchange.intake.DossierRejected;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.FetchEvidence;
import org.dossierhub.exchange.protocol.HandOverEvidence;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.signing.evidence.PackEvidence;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.timestamp.AskTimestamp;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.timestamp.TimestampTrust;
import org.dossierhub.signing.verification.PolicyProfile;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.VerifyDocument;
import org.dossierhub.signing.xml.VerifiedXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain of a message, its time-stamps, and the package that needs no hub. */
class EvidenceOfHandOversTest {
  @TempDir Path folder;
  private HubWorld world;
  private TrustAnchors anchors;

  @BeforeEach
  void a_hub() {
    world = new HubWorld(folder);
    anchors =
        TrustAnchors.of(
            world.pki.governmentAnchors(), world.pki.publicAnchors(), world.pki.intermediates());
  }

  private TimestampAuthority authority() {
    return request -> world.pki.timestampAnswer(request, Instant.now());
  }

  private SignEvidence signing() {
    return new SignEvidence(
        world.evidenceObjects, world.systemKey, HubWorld.HUB, world.transactions, world.clock);
  }

  private StampEvidence stamping(TimestampAuthority authority) {
    return new StampEvidence(
        world.evidenceObjects,
        new AskTimestamp(authority, new TimestampTrust(anchors.all(), anchors.intermediates())),
        world.transactions,
        world.clock);
  }

  private PackMessage packing() {
    var asked =
        new RevocationSource() {
          @Override
          public Optional<byte[]> ocsp(URI responder, byte[] request) {
            return Optional.of(world.pki.ocspAnswer(request, Instant.now()));
          }

          @Override
          public Optional<byte[]> crl(URI distributionPoint) {
            var name = distributionPoint.getPath().replaceAll(".*/(.*)\\.crl", "$1");
            return Optional.of(world.pki.crl(name, Instant.now()));
          }
        };
    return new PackMessage(
        signing(),
        world.evidenceObjects,
        world.evidence,
        world.payloads,
        new PackEvidence(authority(), anchors, asked, world.clock),
        world.systemKey);
  }

  private StoredMessage received() throws Exception {
    var letter =
        world
            .letter()
            .to(HubWorld.AGRICULTURE)
            .about("H99.21-261120-0001")
            .part("Đơn đề nghị.txt", "đơn")
            .part("đơn đề nghị.txt", "tên chỉ khác chữ hoa");
    letter.receive();
    return world.inbox.find(HubWorld.PORTAL, letter.id()).orElseThrow();
  }

  private void happened(StoredMessage message, Evidence.Kind kind, String document) {
    world.transactions.inOne(
        () ->
            world.evidence.add(
                new Evidence(
                    message.reference(),
                    kind,
                    Instant.now(),
                    "thử \u0001 nghiệm",
                    document.getBytes(StandardCharsets.UTF_8))));
  }

  private List<EvidenceObject> chain(StoredMessage message) {
    return world.evidenceObjects.ofMessage(message.reference());
  }

  private static String text(byte[] document) {
    return new String(document, StandardCharsets.UTF_8);
  }

  @Test
  void every_hand_over_is_signed_and_names_the_one_before() throws Exception {
    var message = received();
    happened(message, Evidence.Kind.HANDED_OUT, "");
    happened(message, Evidence.Kind.DELIVERED, "<receipt/>");

    assertThat(signing().sign()).isEqualTo(3);

    var chain = chain(message);
    assertThat(chain)
        .extracting(EvidenceObject::event)
        .containsExactly(
            HandOverEvent.SUBMISSION_ACCEPTANCE, HandOverEvent.RETRIEVAL, HandOverEvent.DELIVERY);
    assertThat(chain.get(0).document()).isEqualTo(message.receipt().orElseThrow());
    var validator =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(Path.of("../docs/protocol/evidence.xsd").toFile())
            .newValidator();
    for (int i = 1; i < chain.size(); i++) {
      var document = chain.get(i).document();
      assertThat(VerifiedXml.read(document).signer())
          .isEqualTo(world.token("hub-system").certificate());
      assertThat(text(document))
          .contains("<e:position>" + (i + 1) + "</e:position>")
          .contains(
              "<e:previousSha256>"
                  + Sha256.of(chain.get(i - 1).document()).hex()
                  + "</e:previousSha256>")
          .contains(Sha256.of(message.signedManifest()).hex());
      validator.validate(new StreamSource(new ByteArrayInputStream(document)));
    }
    assertThat(text(chain.get(2).document()))
        .contains("http://uri.etsi.org/19522/Event/ContentHandover")
        .contains(Sha256.of("<receipt/>".getBytes(StandardCharsets.UTF_8)).hex());
    assertThat(signing().sign()).isZero();
  }

  @Test
  void what_was_committed_before_a_crash_is_signed_afterwards_once() throws Exception {
    var message = received();
    happened(message, Evidence.Kind.HANDED_OUT, "");
    // The process dies in the middle of signing: its transaction never ends.
    var dying = signing();
    assertThatThrownBy(
            () ->
                world.transactions.inOne(
                    () -> {
                      dying.sign();
                      throw new IllegalStateException("killed");
                    }))
        .hasMessage("killed");
    assertThat(chain(message)).isEmpty();

    signing().sign();
    assertThat(chain(message)).extracting(EvidenceObject::position).containsExactly(1, 2);
  }

  @Test
  void many_nodes_signing_at_once_make_one_chain_without_a_gap() throws Exception {
    var message = received();
    for (int i = 0; i < 20; i++) {
      happened(message, Evidence.Kind.LATE_RECEIPT, "<r n='" + i + "'/>");
    }
    var nodes = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(() -> signing().sign());
      }
      for (var done : nodes.invokeAll(all)) {
        done.get();
      }
    } finally {
      nodes.shutdownNow();
    }
    signing().signOf(message.reference());
    assertThat(chain(message)).hasSize(21);
    for (int i = 1; i < 21; i++) {
      assertThat(text(chain(message).get(i).document()))
          .contains(chain(message).get(i - 1).digest().hex());
    }
  }

  @Test
  void a_rejected_submission_leaves_the_signed_refusal_as_its_evidence() {
    var letter = world.letter().to(HubWorld.AGRICULTURE).part("Đơn.txt", "đơn");
    assertThatThrownBy(letter::receive).isInstanceOf(DossierRejected.class);

    assertThat(world.evidenceObjects.notStamped(10))
        .singleElement()
        .extracting(EvidenceObject::event)
        .isEqualTo(HandOverEvent.SUBMISSION_REJECTION);
  }

  @Test
  void f24_without_the_authority_evidence_is_signed_and_the_time_stamp_follows() throws Exception {
    var message = received();
    signing().sign();
    assertThatThrownBy(
            () ->
                stamping(
                        request -> {
                          throw new IOException("away");
                        })
                    .stamp())
        .isInstanceOf(UncheckedIOException.class);
    assertThat(world.evidenceObjects.stampOf(chain(message).get(0))).isEmpty();

    assertThat(stamping(authority()).stamp()).isEqualTo(1);
    assertThat(world.evidenceObjects.stampOf(chain(message).get(0))).isPresent();
    assertThat(stamping(authority()).stamp()).isZero();
  }

  @Test
  void evidence_can_be_neither_changed_nor_removed() throws Exception {
    received();
    signing().sign();
    stamping(authority()).stamp();
    for (var statement :
        List.of(
            "update evidence_object set event = 'DELIVERY'",
            "delete from evidence_object",
            "truncate evidence_object cascade",
            "update evidence_batch set at = now()",
            "delete from evidence_leaf")) {
      assertThatThrownBy(() -> world.test.database().write(h -> h.execute(statement)))
          .hasMessageContaining("only grows");
    }
  }

  @Test
  void the_package_verifies_without_the_hub_and_nothing_in_it_can_be_changed() throws Exception {
    var message = received();
    happened(message, Evidence.Kind.DELIVERED, "<receipt/>");
    signing().sign();
    for (int i = 0; i < 3; i++) {
      happened(message, Evidence.Kind.LATE_RECEIPT, "<r n='" + i + "'/>");
    }
    stamping(authority()).stamp();

    var packed = packing().pack(message);

    var files = unpacked(packed);
    assertThat(files.keySet())
        .contains(
            "ban-ke.xml",
            "tai-lieu/001-Đơn đề nghị.txt",
            "tai-lieu/002-đơn đề nghị.txt",
            "chung-cu/01-SUBMISSION_ACCEPTANCE.xml",
            "chung-cu/02-DELIVERY.xml",
            "chung-cu/05-LATE_RECEIPT.xml",
            "META-INF/evidencerecord002.ers")
        .doesNotContain("META-INF/evidencerecord003.ers")
        .anyMatch(name -> name.startsWith("can-cu/") && name.endsWith("DELIVERED.xml"));
    assertThat(files.get("chung-cu/02-DELIVERY.xml")).isEqualTo(chain(message).get(1).document());
    var report = offline(packed);
    assertThat(report.verdict()).as(report.summary() + report.uncovered()).isEqualTo(Verdict.VALID);
    assertThat(report.signatures()).hasSize(3);
  }

  private org.dossierhub.signing.verification.ValidationReport offline(byte[] packed) {
    return new VerifyDocument(
            PolicyProfile.VN_GOV_2025,
            anchors,
            RevocationSource.none(),
            Clock.offset(world.clock, Duration.ofMinutes(1)))
        .verify("goi.asice", packed);
  }

  private static Map<String, byte[]> unpacked(byte[] packed) throws IOException {
    var files = new LinkedHashMap<String, byte[]>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(packed), StandardCharsets.UTF_8)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), in.readAllBytes());
      }
    }
    return files;
  }

  @Test
  void a25_the_package_goes_to_sender_and_recipient_only() throws Exception {
    var message = received();
    var handOver = new HandOverEvidence(world.inbox, world.agencies, packing(), world.clock);
    var question = new FetchEvidence();
    question.setSender(HubWorld.PORTAL.value());
    question.setMessageId(message.manifest().id().value());

    for (var entitled : List.of(HubWorld.PORTAL, HubWorld.AGRICULTURE)) {
      var file = handOver.answer(caller(entitled), question).getFile();
      assertThat(file.getName()).endsWith(".asice");
      var bytes = file.getContent().getInputStream().readAllBytes();
      assertThat(Sha256.of(bytes).hex()).isEqualTo(file.getSha256());
    }
    for (var other : List.of(HubWorld.COMMUNE, HubWorld.HOME, HubWorld.JUSTICE)) {
      assertThatThrownBy(() -> handOver.answer(caller(other), question))
          .isInstanceOfSatisfying(
              RefusalFault.class,
              refused -> assertThat(refused.getFaultInfo().getCode()).isEqualTo("UNKNOWN_MESSAGE"));
    }
    question.setMessageId(UUID.randomUUID().toString());
    assertThatThrownBy(() -> handOver.answer(caller(HubWorld.PORTAL), question))
        .isInstanceOf(RefusalFault.class);
  }

  private static Caller caller(AgencyCode agency) {
    return new Caller(agency, Channel.SOAP, Optional.empty());
  }
}
