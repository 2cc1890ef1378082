package org.dossierhub.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionTokenTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();

  @TempDir Path scratch;

  @Test
  void a_token_lists_its_key_with_the_certificate_and_does_not_give_the_key_away()
      throws Exception {
    var softHsm = ProvisionToken.withInstalledSoftHsm();
    assumeTrue(softHsm.isPresent(), "SoftHSM2 (Debian: softhsm2) is not installed");
    var tokens = scratch.resolve("my tokens");

    var made =
        softHsm.get().provision(PKI.identity("leader"), tokens, "token-leader", Optional.empty());
    var second =
        softHsm
            .get()
            .provision(PKI.identity("clerk-seal"), tokens, "token-clerk", Optional.of("24681357"));
    var again =
        softHsm.get().provision(PKI.identity("leader"), tokens, "token-leader", Optional.empty());

    assertThat(made).isTrue();
    assertThat(second).isTrue();
    assertThat(again).as("kept").isFalse();
    assertThat(ProvisionToken.pinFile(tokens, "token-clerk")).hasContent("24681357");
    var seen = look(softHsm.get(), tokens, "token-leader");
    assertThat(seen)
        .contains("Nguyễn Thị Minh An")
        .contains(PKI.identity("leader").certificate().getSerialNumber().toString(16))
        .contains("EXTRACTED null");
  }

  @Test
  void a_token_of_somebody_else_under_the_same_label_is_made_anew() throws Exception {
    var softHsm = ProvisionToken.withInstalledSoftHsm();
    assumeTrue(softHsm.isPresent(), "SoftHSM2 (Debian: softhsm2) is not installed");
    var tokens = scratch.resolve("tokens of an older PKI");
    softHsm.get().provision(PKI.identity("leader-other"), tokens, "token-leader", Optional.empty());

    var made =
        softHsm.get().provision(PKI.identity("leader"), tokens, "token-leader", Optional.empty());

    assertThat(made).isTrue();
    assertThat(look(softHsm.get(), tokens, "token-leader"))
        .contains("Nguyễn Thị Minh An")
        .doesNotContain("Phạm Quốc Dũng");
  }

  /** In a process of its own: SoftHSM2 reads its configuration from the environment. */
  private String look(ProvisionToken softHsm, Path tokens, String label) throws Exception {
    var program = scratch.resolve("Look.java");
    Files.writeString(
        program,
        """
        import java.nio.file.*;
        import java.security.*;
        import java.security.cert.X509Certificate;
        class Look {
          public static void main(String[] a) throws Exception {
            var pin = Files.readString(Path.of(a[1])).toCharArray();
            for (int slot = 0; slot < 2; slot++) {
              KeyStore store;
              try {
                var provider = Security.getProvider("SunPKCS11").configure(
                    "--name=look" + slot + "\\nlibrary=" + a[0] + "\\nslotListIndex=" + slot);
                store = KeyStore.getInstance("PKCS11", provider);
                store.load(null, pin);
              } catch (java.io.IOException | KeyStoreException | ProviderException e) {
                continue; // the other token, or the slot that is still free
              }
              for (var alias : java.util.Collections.list(store.aliases())) {
                var certificate = (X509Certificate) store.getCertificate(alias);
                System.out.println(certificate.getSubjectX500Principal() + " " + certificate.getSerialNumber().toString(16));
                System.out.println("EXTRACTED " + (store.getKey(alias, null).getEncoded() == null ? "null" : "a key"));
              }
            }
          }
        }
        """);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=UTF-8",
                "-Dsun.stdout.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                program.toString(),
                softHsm.module().toString(),
                ProvisionToken.pinFile(tokens, label).toString())
            .redirectErrorStream(true);
    process.environment().put("SOFTHSM2_CONF", ProvisionToken.configuration(tokens).toString());
    var running = process.start();
    var output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor()).as(output).isZero();
    return output;
  }
}
