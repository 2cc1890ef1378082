package org.dossierhub.signing.report;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.SignatureReport;

/**
 * What a verdict rests on, as the validation objects of TS 119 102-2, 4.4: certificates, revocation
 * lists, OCSP answers and time-stamps, each under a name by which signatures refer to it.
 */
final class ValidationObjects {
  private static final int LONGEST_PATH = 10;

  private final Map<String, Proof> byName = new LinkedHashMap<>();
  private final Map<String, X509Certificate> certificates = new LinkedHashMap<>();

  /**
   * The names along a path.
   *
   * @param anchor where it ends, if that is a self-issued certificate
   */
  record Path(String signer, List<String> authorities, Optional<String> anchor) {}

  ValidationObjects(List<Proof> proofs) {
    for (var proof : proofs) {
      if (!proof.kind().isPicture()) {
        var name = "V-" + (byName.size() + 1);
        byName.put(name, proof);
        if (proof.kind() == Proof.Kind.CERTIFICATE) {
          read(proof).ifPresent(certificate -> certificates.put(name, certificate));
        }
      }
    }
  }

  Map<String, Proof> all() {
    return byName;
  }

  /** Of a signature whose certificate is among the objects. */
  Optional<Path> pathOf(SignatureReport signature) {
    var signer =
        signature
            .certificate()
            .flatMap(
                id ->
                    certificates.entrySet().stream()
                        .filter(entry -> CertificateId.of(entry.getValue()).equals(id))
                        .map(Map.Entry::getKey)
                        .findFirst());
    if (signer.isEmpty()) {
      return Optional.empty();
    }
    var above = new ArrayList<String>();
    var at = certificates.get(signer.get());
    while (!isSelfIssued(at) && above.size() < LONGEST_PATH) {
      var issuer = issuerOf(at);
      if (issuer.isEmpty()) {
        break;
      }
      above.add(issuer.get());
      at = certificates.get(issuer.get());
    }
    var anchor =
        !above.isEmpty() && isSelfIssued(at)
            ? Optional.of(above.remove(above.size() - 1))
            : Optional.<String>empty();
    return Optional.of(new Path(signer.get(), above, anchor));
  }

  private Optional<String> issuerOf(X509Certificate certificate) {
    return certificates.entrySet().stream()
        .filter(
            entry ->
                entry
                        .getValue()
                        .getSubjectX500Principal()
                        .equals(certificate.getIssuerX500Principal())
                    && isSignedBy(certificate, entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  private static Optional<X509Certificate> read(Proof proof) {
    try {
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(proof.bytes())));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // it stays an object; nothing can refer to it
    }
  }
}
