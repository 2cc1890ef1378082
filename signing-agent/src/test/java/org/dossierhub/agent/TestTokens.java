package org.dossierhub.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.pki.ProvisionToken;

/**
 * A leader's and a clerk's token in SoftHSM2, made once per run of the tests, and a page to sign.
 */
final class TestTokens {
  static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  static final String LEADER_PIN = "13572468";
  static final String CLERK_PIN = "24681357";

  private static Path folder;

  private TestTokens() {}

  /** The PKCS#11 library; without one the calling test is skipped. */
  static synchronized Path module() throws IOException {
    var softHsm = ProvisionToken.withInstalledSoftHsm();
    assumeTrue(softHsm.isPresent(), "SoftHSM2 (Debian: softhsm2) is not installed");
    if (folder == null) {
      var place = Path.of(System.getenv("SOFTHSM2_CONF")).getParent(); // set by the pom
      if (Files.exists(place)) {
        try (var old = Files.walk(place)) {
          for (var path : old.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path); // of an earlier run, with the keys of an earlier PKI
          }
        }
      }
      softHsm
          .get()
          .provision(PKI.identity("leader"), place, "token-leader", Optional.of(LEADER_PIN));
      softHsm
          .get()
          .provision(PKI.identity("clerk-seal"), place, "token-clerk", Optional.of(CLERK_PIN));
      folder = place;
    }
    return softHsm.get().module();
  }

  static Path pinFile(String label) {
    return ProvisionToken.pinFile(folder, label);
  }

  static byte[] onePage() throws IOException {
    try (var document = new PDDocument();
        var out = new ByteArrayOutputStream()) {
      document.addPage(new PDPage(PDRectangle.A4));
      document.save(out);
      return out.toByteArray();
    }
  }
}
