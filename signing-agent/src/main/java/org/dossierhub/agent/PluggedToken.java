package org.dossierhub.agent;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.token.PinState;

/** A token as it shows itself to everybody, before any PIN. */
record PluggedToken(
    Path module,
    String label,
    String serialNumber,
    PinState pin,
    List<X509Certificate> certificates) {
  PluggedToken {
    certificates = List.copyOf(certificates);
  }

  /** The certificate on it that is one of these. */
  Optional<X509Certificate> oneOf(List<CertificateId> wanted) {
    return certificates.stream().filter(c -> wanted.contains(CertificateId.of(c))).findFirst();
  }
}
