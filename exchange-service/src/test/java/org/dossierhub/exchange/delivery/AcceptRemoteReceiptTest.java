package org.dossierhub.exchange.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dossierhub.exchange.agency.Withdrawal;
import org.dossierhub.exchange.intake.HubWorld;
import org.dossierhub.exchange.intake.Letter;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.exchange.message.Manifest;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.MessageId;
import org.dossierhub.exchange.message.StoredMessage;
import org.dossierhub.exchange.receipt.IssueReceipt;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.xml.SignXml;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptRemoteReceiptTest {
  @TempDir Path folder;
  private HubWorld world;
  private Letter letter;
  private byte[] manifest;
  private AcceptRemoteReceipt accept;

  @BeforeEach
  void a_message_was_handed_to_an_agency() {
    world = new HubWorld(folder);
    letter = world.letter().to(HubWorld.AGRICULTURE).part("đơn.pdf", "đơn");
    manifest = letter.signed();
    accept = new AcceptRemoteReceipt(world.agencies, Clock.systemUTC());
  }

  @Test
  void accepts_what_the_recipient_signed_and_says_for_which_message() throws Exception {
    var its = accept.accept(HubWorld.AGRICULTURE, receipt("agency-h99-21", HubWorld.AGRICULTURE));

    assertThat(its).isEqualTo(AcceptRemoteReceipt.For.of(letter.manifest(), Sha256.of(manifest)));
    its.needsToBeFor(sent());
  }

  @Test
  void a29_rejects_what_its_recipient_signed_for_anything_but_what_was_sent() throws Exception {
    var sent = letter.manifest();
    var part = sent.parts().get(0);
    var other = Sha256.of(new byte[] {7});

    isForSomethingElse(MessageId.fresh(), sent.recipient(), sent.parts());
    isForSomethingElse(sent.id(), HubWorld.COMMUNE, sent.parts());
    isForSomethingElse(sent.id(), sent.recipient(), List.of());
    isForSomethingElse(sent.id(), sent.recipient(), List.of(with(part, "khác.pdf", 3, null)));
    isForSomethingElse(sent.id(), sent.recipient(), List.of(with(part, part.name(), 4, null)));
    isForSomethingElse(
        sent.id(), sent.recipient(), List.of(with(part, part.name(), part.size(), other)));
    isForSomethingElse(
        sent.id(), sent.recipient(), List.of(part, with(part, "thêm.pdf", 3, other)));
    var its = accept.accept(HubWorld.AGRICULTURE, receipt(sent, new byte[] {1}));
    assertThatThrownBy(() -> its.needsToBeFor(sent())).isInstanceOf(ReceiptNotGenuine.class);
  }

  @Test
  void a29_rejects_a_receipt_that_says_something_twice() {
    var once = new String(unsigned(), StandardCharsets.UTF_8);
    var twice = once.replaceFirst("(<r:recipient>)[^<]*(</r:recipient>)", "$0$1H99.05$2");
    assertThat(twice).isNotEqualTo(once);

    refused(signed(twice), "recipient is there twice");
    refused(signed(once.replaceFirst("<r:kind>[^<]*</r:kind>", "")), "kind is missing");
    refused(null, "there is none");
  }

  private void isForSomethingElse(MessageId id, AgencyCode recipient, List<ManifestPart> parts)
      throws ReceiptNotGenuine {
    var sent = letter.manifest();
    var named =
        new Manifest(
            id,
            sent.kind(),
            sent.sender(),
            recipient,
            sent.dossier(),
            sent.procedure(),
            sent.created(),
            sent.classification(),
            parts);
    var its = accept.accept(HubWorld.AGRICULTURE, receipt(named, manifest));
    assertThatThrownBy(() -> its.needsToBeFor(sent())).isInstanceOf(ReceiptNotGenuine.class);
  }

  private static ManifestPart with(ManifestPart part, String name, long size, Sha256 digest) {
    return new ManifestPart(name, part.mediaType(), size, digest == null ? part.sha256() : digest);
  }

  private StoredMessage sent() {
    return new StoredMessage(
        UUID.randomUUID(),
        letter.manifest(),
        manifest,
        manifest,
        Channel.SOAP,
        Optional.empty(),
        Instant.now(),
        Optional.empty());
  }

  /** The receipt of the recipient as it is before it is signed. */
  private byte[] unsigned() {
    return new String(receipt("agency-h99-21", HubWorld.AGRICULTURE), StandardCharsets.UTF_8)
        .replaceFirst("(?s)<ds:Signature.*</ds:Signature>", "")
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] signed(String receipt) {
    return new SignXml(Clock.systemUTC())
        .signEnveloped(receipt.getBytes(StandardCharsets.UTF_8), world.token("agency-h99-21"));
  }

  private byte[] receipt(Manifest named, byte[] octets) {
    return new IssueReceipt(
            new SystemKey(world.token("agency-h99-21")), HubWorld.AGRICULTURE, Clock.systemUTC())
        .accepting(named, octets, Optional.empty(), Instant.now())
        .document();
  }

  @Test
  void rejects_the_receipt_of_another_agency() {
    refused(receipt("agency-h99-151", HubWorld.COMMUNE), "not registered, or revoked, for H99.21");
    refused(
        receipt("agency-h99-151", HubWorld.AGRICULTURE), "not registered, or revoked, for H99.21");
    refused(receipt("agency-h99-21", HubWorld.COMMUNE), "issued by H99.151");
  }

  @Test
  void rejects_an_impostor_with_the_same_issuer_name() {
    refused(receipt("impostor", HubWorld.AGRICULTURE), "not registered, or revoked, for H99.21");
  }

  @Test
  void rejects_a_withdrawn_certificate() {
    var certificate = world.token("agency-h99-21").certificate();
    world.agencies.withdrawCertificate(
        HubWorld.AGRICULTURE, CertificateId.of(certificate), HubWorld.lostASecondAgo());

    refused(
        receipt("agency-h99-21", HubWorld.AGRICULTURE), "not registered, or revoked, for H99.21");
  }

  @Test
  void accepts_a_receipt_given_before_an_orderly_change_of_certificates_for_three_days()
      throws Exception {
    var given = Instant.now().minus(Duration.ofDays(2));
    var change = given.plusSeconds(60);
    world.agencies.withdrawCertificate(
        HubWorld.AGRICULTURE,
        CertificateId.of(world.token("agency-h99-21").certificate()),
        new Withdrawal(change, Withdrawal.Reason.REPLACED, change, "đổi chứng thư"));

    accept.accept(HubWorld.AGRICULTURE, receipt("agency-h99-21", HubWorld.AGRICULTURE, given));
    refused(
        receipt("agency-h99-21", HubWorld.AGRICULTURE, change.plusSeconds(1)), "not registered");
    accept =
        new AcceptRemoteReceipt(
            world.agencies, Clock.offset(Clock.systemUTC(), Withdrawal.IN_FLIGHT.minusDays(1)));
    refused(receipt("agency-h99-21", HubWorld.AGRICULTURE, given), "not registered");
  }

  @Test
  void rejects_a_changed_byte_and_what_is_no_receipt() {
    var changed =
        new String(receipt("agency-h99-21", HubWorld.AGRICULTURE), StandardCharsets.UTF_8)
            .replace(letter.id().value(), "00000000-0000-0000-0000-000000000000")
            .getBytes(StandardCharsets.UTF_8);

    refused(changed, "not genuine");
    refused(world.letter().from(HubWorld.AGRICULTURE, "agency-h99-21").signed(), "no receipt");
    refused("<receipt/>".getBytes(StandardCharsets.UTF_8), "not genuine");
    refused(new byte[0], "not genuine");
  }

  private byte[] receipt(String signer, AgencyCode issuer) {
    return receipt(signer, issuer, Instant.now());
  }

  private byte[] receipt(String signer, AgencyCode issuer, Instant given) {
    return new IssueReceipt(new SystemKey(world.token(signer)), issuer, Clock.systemUTC())
        .accepting(letter.manifest(), manifest, Optional.empty(), given)
        .document();
  }

  private void refused(byte[] receipt, String why) {
    assertThatThrownBy(() -> accept.accept(HubWorld.AGRICULTURE, receipt))
        .isInstanceOf(ReceiptNotGenuine.class)
        .hasMessageContaining(why);
  }
}
