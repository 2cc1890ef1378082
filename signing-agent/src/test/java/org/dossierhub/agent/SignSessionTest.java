package org.dossierhub.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.dossierhub.agent.SigningOutcome.Status;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.pdf.ResultLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing only what was shown (A20), with care for the PIN (A21): real tokens of SoftHSM2 and a hub
 * of its own over TLS.
 */
class SignSessionTest {
  private static Path module;
  private static byte[] reserved;

  @TempDir Path scratch;
  private final OfficialWithScript official = new OfficialWithScript();
  private TestHub hub;
  private SignSession signSession;

  @BeforeAll
  static void tokens() throws Exception {
    module = TestTokens.module();
    reserved = ResultForm.reserve(TestTokens.onePage(), ResultLayout.decision());
  }

  @BeforeEach
  void start() throws Exception {
    hub = new TestHub(TestTokens.PKI, "hub-tls");
    hub.offer("LEADER", reserved, certificate("leader-other"), certificate("leader"));
    official.pin = Optional.of(TestTokens.LEADER_PIN);
    signSession =
        new SignSession(
            new HubClient(Optional.of(TestHub.trust(TestTokens.PKI, scratch))),
            new PluggedTokens(List.of(module)),
            official,
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void the_leader_signs_what_was_shown_and_the_hub_gets_an_extension_of_what_it_served()
      throws Exception {
    var outcome = sign();

    assertThat(outcome).isEqualTo(SigningOutcome.signed("AWAITING_NUMBER"));
    assertThat(Arrays.copyOf(hub.uploaded, reserved.length)).isEqualTo(reserved);
    assertSignedBy(hub.uploaded, "leader", 1);
    var shown = official.proposals.get(0);
    assertThat(shown.signer()).contains("Nguyễn Thị Minh An");
    assertThat(shown.token().label()).isEqualTo("token-leader");
    assertThat(shown.document().count()).isEqualTo(1);
    assertThat(shown.document().picture(1).getWidth()).isGreaterThan(400);
    assertThat(OfficialAtConsole.description(shown))
        .contains(org.dossierhub.signing.identity.Sha256.of(reserved).hex())
        .contains("người có thẩm quyền");
  }

  @Test
  void a_hub_too_busy_to_look_gets_the_same_bytes_again_and_nobody_signs_twice() throws Exception {
    hub.busy.set(1);

    assertThat(sign()).isEqualTo(SigningOutcome.signed("AWAITING_NUMBER"));
    assertThat(official.given).as("the official was asked once").hasSize(1);
    assertThat(hub.asked).filteredOn(request -> request.startsWith("PUT")).hasSize(2);
  }

  @Test
  void the_clerk_seals_with_the_agencys_token() throws Exception {
    sign();
    var filled = ResultForm.fill(hub.uploaded, "12/GPXD-SXD", LocalDate.now());
    hub.offer("SEAL", filled, certificate("clerk-seal"));
    hub.uploadAnswer = "{\"state\":\"AWAITING_TIMESTAMP\"}";
    official.pin = Optional.of(TestTokens.CLERK_PIN);

    var outcome = sign();

    assertThat(outcome).isEqualTo(SigningOutcome.signed("AWAITING_TIMESTAMP"));
    assertThat(Arrays.copyOf(hub.uploaded, filled.length)).isEqualTo(filled);
    assertSignedBy(hub.uploaded, "clerk-seal", 2);
  }

  @Test
  void changed_document_bytes_are_refused_before_anybody_is_asked() throws Exception {
    hub.served = reserved.clone();
    hub.served[reserved.length / 2] ^= 1;

    assertRefused(sign(), Refusal.DIGEST_DIFFERS);
    assertThat(official.proposals).isEmpty();
    assertThat(hub.uploaded).isNull();
  }

  @Test
  void a_number_of_pages_that_is_not_true_is_refused() throws Exception {
    hub.pages = 2;
    assertRefused(sign(), Refusal.DOCUMENT_UNREADABLE);

    hub.offer("LEADER", "no pdf".getBytes(), certificate("leader"));
    assertRefused(sign(), Refusal.DOCUMENT_UNREADABLE);
    assertThat(official.proposals).isEmpty();
  }

  @Test
  void a_wrong_pin_is_tried_once_and_never_again_by_itself() throws Exception {
    official.pin = Optional.of("00000000");

    var outcome = sign();

    assertThat(outcome.status()).isEqualTo(Status.WRONG_PIN);
    assertThat(outcome.code()).startsWith("PIN_");
    assertThat(official.given).as("the official was asked once").hasSize(1);
    assertThat(hub.uploaded).isNull();
    assertThat(new PluggedTokens(List.of(module)).now())
        .filteredOn(t -> t.label().equals("token-leader"))
        .singleElement()
        .satisfies(
            t ->
                assertThat(t.pin())
                    .as("one wrong PIN, not several")
                    .isIn(
                        org.dossierhub.signing.token.PinState.COUNT_LOW,
                        org.dossierhub.signing.token.PinState.READY));
    official.pin = Optional.of(TestTokens.LEADER_PIN);
    assertThat(sign().status()).as("typed anew").isEqualTo(Status.SIGNED);
  }

  @Test
  void the_pin_is_wiped_whatever_happens() throws Exception {
    sign();
    official.pin = Optional.of("00000000");
    sign();
    official.pin = Optional.of(TestTokens.LEADER_PIN);
    hub.expires = Instant.now().plusMillis(400);
    official.meanwhile = () -> sleep(500);
    assertRefused(sign(), Refusal.SESSION_EXPIRED);

    assertThat(official.given).hasSize(3).allSatisfy(pin -> assertThat(pin).containsOnly('\0'));
  }

  @Test
  void an_official_who_declines_signs_nothing() throws Exception {
    official.pin = Optional.empty();

    var outcome = sign();

    assertThat(outcome.status()).isEqualTo(Status.CANCELLED);
    assertThat(hub.uploaded).isNull();
  }

  @Test
  void without_a_token_of_a_registered_certificate_nobody_is_asked_for_a_pin() throws Exception {
    hub.offer("LEADER", reserved, certificate("leader-other"));

    assertRefused(sign(), Refusal.TOKEN_NOT_FOUND);
    assertThat(official.proposals).isEmpty();
  }

  @Test
  void an_expired_session_is_refused_before_the_document_is_fetched() throws Exception {
    hub.expires = Instant.now().minusSeconds(1);

    assertRefused(sign(), Refusal.SESSION_EXPIRED);
    assertThat(hub.asked).containsExactly("GET /api/v1/signing-sessions/" + TestHub.SESSION);
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    hub.redirect = Optional.of(hub.address().url() + "elsewhere");

    assertRefused(sign(), Refusal.HUB_ANSWER_UNUSABLE);
    assertThat(hub.asked).hasSize(1);
  }

  @Test
  void a_hub_with_a_certificate_of_another_root_is_not_talked_to() throws Exception {
    try (var falseHub = new TestHub(TestTokens.PKI, "impostor")) {
      falseHub.offer("LEADER", reserved, certificate("leader"));

      assertRefused(signSession.sign(falseHub.address(), TestHub.SESSION), Refusal.HUB_UNREACHABLE);
      assertThat(falseHub.asked).isEmpty();
    }
  }

  @Test
  void a_session_that_names_another_hub_is_refused() throws Exception {
    hub.named = Optional.of("https://elsewhere.example/");

    assertRefused(sign(), Refusal.OTHER_HUB);
  }

  @Test
  void the_hubs_own_refusal_reaches_the_official_in_its_words() throws Exception {
    hub.uploadStatus = 409;
    hub.uploadAnswer =
        "{\"code\":\"SESSION_USED\",\"reasonVi\":\"Phiên ký đã được dùng.\",\"reasonEn\":\"The session was used.\"}";

    assertThat(sign())
        .isEqualTo(
            new SigningOutcome(
                Status.REFUSED,
                null,
                "SESSION_USED",
                "Phiên ký đã được dùng.",
                "The session was used."));
  }

  @Test
  void a_document_that_is_not_at_this_step_is_refused_in_the_words_of_the_signing_library()
      throws Exception {
    hub.offer("SEAL", reserved, certificate("clerk-seal"));
    official.pin = Optional.of(TestTokens.CLERK_PIN);

    var outcome = sign();

    assertThat(outcome.status()).isEqualTo(Status.REFUSED);
    assertThat(outcome.code()).isEqualTo("OUT_OF_ORDER");
  }

  private SigningOutcome sign() {
    return signSession.sign(hub.address(), TestHub.SESSION);
  }

  private static X509Certificate certificate(String name) {
    return TestTokens.PKI.identity(name).certificate();
  }

  private static void assertRefused(SigningOutcome outcome, Refusal why) {
    assertThat(outcome.status()).isEqualTo(Status.REFUSED);
    assertThat(outcome.code()).isEqualTo(why.name());
  }

  private static void assertSignedBy(byte[] pdf, String name, int signatures) throws Exception {
    try (var document = Loader.loadPDF(pdf)) {
      var all = document.getSignatureDictionaries();
      assertThat(all).hasSize(signatures);
      var found = false;
      for (var one : all) {
        var cms =
            new CMSSignedData(
                new CMSProcessableByteArray(one.getSignedContent(pdf)), one.getContents(pdf));
        var signer = cms.getSignerInfos().iterator().next();
        var certificate = certificate(name);
        if (signer.getSID().getSerialNumber().equals(certificate.getSerialNumber())) {
          found = true;
          assertThat(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate)))
              .isTrue();
        }
      }
      assertThat(found).as("a signature of " + name).isTrue();
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
