package org.dossierhub.signing.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.List;
import org.dossierhub.pki.DevelopmentPki;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs12TokenTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();

  /** The JDK opens PKCS#12 files with ASCII passwords only. */
  private static final char[] PASSWORD = "mat khau 123".toCharArray();

  private static Path file(Path folder, String... names) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (var name : names) {
      var identity = PKI.identity(name);
      store.setKeyEntry(
          name, identity.key(), PASSWORD, identity.chain().toArray(new Certificate[0]));
    }
    var file = folder.resolve("khóa ký.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD);
    }
    return file;
  }

  @Test
  void opens_the_only_key_of_a_file_with_its_chain(@TempDir Path folder) throws Exception {
    var file = file(folder, "hub-system");
    try (var token = Pkcs12Token.open(file, PASSWORD)) {
      assertThat(token.chain()).isEqualTo(PKI.identity("hub-system").chain());
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(token.certificate());
      signature.update(new byte[] {1, 2, 3});
      assertThat(signature.verify(token.sign(new byte[] {1, 2, 3}))).isTrue();
    }
  }

  @Test
  void refuses_a_wrong_password_and_names_the_file_but_not_the_password(@TempDir Path folder)
      throws Exception {
    var file = file(folder, "hub-system");
    assertThatThrownBy(() -> Pkcs12Token.open(file, "sai mat khau".toCharArray()))
        .isInstanceOf(IOException.class)
        .hasMessageNotContaining("sai mat khau");
    assertThatThrownBy(() -> Pkcs12Token.open(folder.resolve("không có"), PASSWORD))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refuses_a_file_without_exactly_one_key(@TempDir Path folder) throws Exception {
    var none = file(folder);
    assertThatThrownBy(() -> Pkcs12Token.open(none, PASSWORD)).hasMessageContaining("found 0");
    var two = file(folder, "hub-system", "clerk-seal");
    assertThatThrownBy(() -> Pkcs12Token.open(two, PASSWORD)).hasMessageContaining("found 2");
  }

  @Test
  void a_key_without_certificate_is_no_token() {
    var key = PKI.identity("hub-system").key();
    assertThatThrownBy(() -> Pkcs12Token.of(key, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
