package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.signing.identity.CertificateSubject;
import org.dossierhub.signing.identity.Sha256;

/**
 * Compares the certificates of a trust folder with the fingerprints that say which they may be,
 * whenever the folder is read: a file that was exchanged must not become an anchor.
 *
 * <ul>
 *   <li>{@code fingerprints.txt} in the folder, if it is there, holds what the operator has
 *       confirmed. Every certificate has to be listed for its folder, and every listed one has to
 *       be there.
 *   <li>A certificate that bears the name of an authority in {@code certs/production-anchors.xml}
 *       has to be the pinned one, in its folder, unless the operator has confirmed another.
 * </ul>
 */
final class PinnedTrust {
  static final String CONFIRMED = "fingerprints.txt";

  private final Path folder;
  private final Optional<Map<Sha256, String>> confirmed;
  private final Map<Sha256, String> found = new LinkedHashMap<>();

  private PinnedTrust(Path folder) {
    this.folder = folder;
    var list = folder.resolve(CONFIRMED);
    this.confirmed = Files.exists(list) ? Optional.of(read(list)) : Optional.empty();
  }

  /**
   * @throws IllegalArgumentException names the certificate, what was expected and what was found
   */
  static void check(Path folder, TrustAnchors anchors) {
    var pinned = new PinnedTrust(folder);
    anchors.government().forEach(one -> pinned.check("government", one));
    anchors.publicPki().forEach(one -> pinned.check("public", one));
    anchors.intermediates().forEach(one -> pinned.check("intermediates", one));
    pinned.nothingIsMissing();
  }

  private void check(String use, X509Certificate certificate) {
    var fingerprint = fingerprint(certificate);
    found.put(fingerprint, use);
    if (confirmed.isPresent()) {
      var where = confirmed.get().get(fingerprint);
      if (!use.equals(where)) {
        throw new IllegalArgumentException(
            "Trust folder "
                + folder
                + ": the certificate "
                + name(certificate)
                + " in "
                + use
                + "/ has the fingerprint "
                + fingerprint.hex()
                + ", which "
                + CONFIRMED
                + (where == null ? " does not list" : " lists for " + where + "/")
                + "; nobody is trusted");
      }
      return;
    }
    for (var pin : ProductionAnchors.ofTheProduct()) {
      var sameName = pin.name().equalsIgnoreCase(name(certificate));
      var same = pin.sha256().equals(fingerprint);
      if (sameName && !same || same && !pin.folder().equals(use)) {
        throw new IllegalArgumentException(
            "Trust folder "
                + folder
                + ": the certificate "
                + name(certificate)
                + " in "
                + use
                + "/ has the fingerprint "
                + fingerprint.hex()
                + "; of the authority of this name "
                + pin.sha256().hex()
                + " was expected in "
                + pin.folder()
                + "/. If the authority itself has confirmed yours, list it in "
                + folder.resolve(CONFIRMED));
      }
    }
  }

  private void nothingIsMissing() {
    confirmed
        .orElse(Map.of())
        .forEach(
            (fingerprint, use) -> {
              if (!found.containsKey(fingerprint)) {
                throw new IllegalArgumentException(
                    "Trust folder "
                        + folder
                        + ": "
                        + CONFIRMED
                        + " lists "
                        + fingerprint.hex()
                        + " for "
                        + use
                        + "/, and no such certificate is there");
              }
            });
  }

  private static Map<Sha256, String> read(Path list) {
    var confirmed = new LinkedHashMap<Sha256, String>();
    try {
      int number = 0;
      for (var line : Files.readAllLines(list)) {
        number++;
        var said = line.replaceFirst("#.*", "").strip();
        if (said.isEmpty()) {
          continue;
        }
        var words = said.split("\\s+");
        if (words.length != 2
            || !words[0].matches("government|public|intermediates")
            || !words[1].matches("[0-9a-fA-F:]{64,95}")) {
          throw new IllegalArgumentException(
              list
                  + ", line "
                  + number
                  + ": expected government, public or intermediates and a SHA-256 fingerprint");
        }
        confirmed.put(
            new Sha256(words[1].replace(":", "").toLowerCase(java.util.Locale.ROOT)), words[0]);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("The list " + list + " cannot be read", e);
    }
    return confirmed;
  }

  private static String name(X509Certificate certificate) {
    return CertificateSubject.of(certificate).commonName();
  }

  private static Sha256 fingerprint(X509Certificate certificate) {
    try {
      return Sha256.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("A certificate that was read can be written", e);
    }
  }
}
