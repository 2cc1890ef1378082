package org.dossierhub.signing.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.pki.ProvisionToken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * SoftHSM2 stands for the USB tokens. The build names the configuration of its tokens for this
 * process (SOFTHSM2_CONF); the tokens are made before the module is loaded.
 */
class Pkcs11TokenTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final byte[] DATA = "Quyết định".getBytes(StandardCharsets.UTF_8);
  private static final char[] PIN = "24681357".toCharArray();
  private static Path module;

  @BeforeAll
  static void makeTokens() throws Exception {
    var softHsm = ProvisionToken.withInstalledSoftHsm();
    assumeTrue(softHsm.isPresent(), "SoftHSM2 is not installed");
    var tokens = Path.of(System.getenv("SOFTHSM2_CONF")).getParent();
    if (Files.exists(tokens)) {
      try (var files = Files.walk(tokens)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    for (var who : List.of("leader", "clerk-seal")) {
      softHsm
          .get()
          .provision(PKI.identity(who), tokens, "token-" + who, Optional.of(new String(PIN)));
    }
    module = softHsm.get().module();
  }

  @Test
  void lists_the_tokens_by_their_labels() {
    assertThat(Pkcs11Token.present(module))
        .extracting(PresentToken::label)
        .containsExactlyInAnyOrder("token-leader", "token-clerk-seal");
    assertThat(Pkcs11Token.present(module))
        .allSatisfy(token -> assertThat(token.serialNumber()).isNotEmpty());
  }

  @Test
  void signs_with_the_key_of_the_token_that_was_asked_for() throws Exception {
    for (var who : List.of("clerk-seal", "leader")) {
      try (var token = Pkcs11Token.open(module, "token-" + who, PIN)) {
        assertThat(token.certificate()).isEqualTo(PKI.identity(who).chain().get(0));
        assertThat(verifies(token, token.sign(DATA))).isTrue();
      }
    }
  }

  private static boolean verifies(SigningToken token, byte[] value) throws Exception {
    var signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(token.certificate());
    signature.update(DATA);
    return signature.verify(value);
  }

  @Test
  void signs_for_many_threads_at_once() throws Exception {
    var pool = Executors.newFixedThreadPool(4);
    try (var token = Pkcs11Token.open(module, "token-leader", PIN)) {
      var work = new ArrayList<Callable<Boolean>>();
      for (var i = 0; i < 40; i++) {
        work.add(() -> verifies(token, token.sign(DATA)));
      }
      for (var answer : pool.invokeAll(work)) {
        assertThat(answer.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void A21_a_wrong_pin_is_told_and_counts_once() throws Exception {
    assertThatThrownBy(() -> Pkcs11Token.open(module, "token-leader", "00000000".toCharArray()))
        .asInstanceOf(type(WrongPin.class))
        .satisfies(refusal -> assertThat(refusal.state()).isNotEqualTo(PinState.READY))
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("00000000"));
    try (var token = Pkcs11Token.open(module, "token-leader", PIN)) {
      assertThat(verifies(token, token.sign(DATA))).isTrue();
    }
    assertThat(Pkcs11Token.present(module))
        .filteredOn(token -> token.label().equals("token-leader"))
        .extracting(PresentToken::pin)
        .containsExactly(PinState.READY);
  }

  @Test
  void A21_an_open_token_does_not_let_a_second_one_in_with_any_pin() throws Exception {
    try (var token = Pkcs11Token.open(module, "token-leader", PIN)) {
      assertThatThrownBy(() -> Pkcs11Token.open(module, "token-leader", "00000000".toCharArray()))
          .isInstanceOf(TokenUnavailable.class)
          .hasMessageContaining("in use");
      assertThat(verifies(token, token.sign(DATA))).isTrue();
    }
  }

  @Test
  void a_closed_token_does_not_sign_and_asks_for_the_pin_again() throws Exception {
    var token = Pkcs11Token.open(module, "token-leader", PIN);
    token.close();
    token.close();
    assertThatThrownBy(() -> token.sign(DATA)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Pkcs11Token.open(module, "token-leader", "1111".toCharArray()))
        .isInstanceOf(WrongPin.class);
    Pkcs11Token.open(module, "token-leader", PIN).close();
  }

  @Test
  void two_tokens_are_open_side_by_side_and_closing_one_leaves_the_other() throws Exception {
    var leader = Pkcs11Token.open(module, "token-leader", PIN);
    var seal = Pkcs11Token.open(module, "token-clerk-seal", PIN);
    leader.close();
    assertThat(verifies(seal, seal.sign(DATA))).isTrue();
    seal.close();
  }

  @Test
  void a_token_or_key_that_is_not_there_is_named() {
    assertThatThrownBy(() -> Pkcs11Token.open(module, "token-nobody", PIN))
        .isInstanceOf(TokenUnavailable.class)
        .hasMessageContaining("token-nobody")
        .hasMessageContaining("token-leader");
    assertThatThrownBy(() -> Pkcs11Token.open(module, "token-leader", PIN, certificate -> false))
        .isInstanceOf(TokenUnavailable.class)
        .hasMessageContaining("signing key");
    assertThatThrownBy(() -> Pkcs11Token.present(Path.of("/nowhere/libp11.so")))
        .isInstanceOf(TokenUnavailable.class)
        .hasMessageContaining("no PKCS#11 module");
  }

  @Test
  void a_file_that_is_no_module_is_refused(@org.junit.jupiter.api.io.TempDir Path folder)
      throws Exception {
    var file = Files.writeString(folder.resolve("libp11.so"), "not a library");
    assertThatThrownBy(() -> Pkcs11Token.present(file)).isInstanceOf(TokenUnavailable.class);
  }
}
