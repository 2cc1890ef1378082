package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalInt;
import org.dossierhub.exchange.agency.Agencies;
import org.dossierhub.exchange.agency.AgencyCertificate;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.verification.AskCertificateStatus;

/**
 * An agency's system gets another certificate, beside those it has.
 *
 * <p>Refuses with UNKNOWN_AGENCY, AGENCY_CLOSED, CERTIFICATE_EXPIRED, CERTIFICATE_TAKEN,
 * CERTIFICATE_REVOKED (an issuer that does not answer now is asked again in the background),
 * KEY_TOO_WEAK (Thông tư 15/2025/TT-BKHCN: RSA from 2048, ECDSA from 256 bits), and KEY_NOT_TAKEN
 * (another kind of key).
 */
@ApplicationScoped
public class AddCertificate {
  private static final int LEAST_RSA_BITS = 2048;
  private static final int LEAST_EC_BITS = 256;

  private final Agencies agencies;
  private final Registry registry;
  private final AskCertificateStatus askStatus;

  /** For the container's proxy. */
  protected AddCertificate() {
    this(null, null, null);
  }

  @Inject
  public AddCertificate(Agencies agencies, Registry registry, AskCertificateStatus askStatus) {
    this.agencies = agencies;
    this.registry = registry;
    this.askStatus = askStatus;
  }

  public void add(AgencyCode code, X509Certificate certificate, String actor)
      throws RegistryRefused {
    registry.requiredNotEnded(code);
    check(code, certificate);
    registry.change(
        () -> write(code, certificate),
        "CERTIFICATE_ADDED",
        code,
        CertificateId.of(certificate).toString(),
        actor);
    registry.tellCertificatesChanged(code);
  }

  void check(AgencyCode code, X509Certificate certificate) throws RegistryRefused {
    if (certificate.getNotAfter().before(Date.from(registry.now()))) {
      throw new RegistryRefused(
          "CERTIFICATE_EXPIRED",
          "Chứng thư số đã hết hạn ngày " + certificate.getNotAfter().toInstant() + ".",
          "The certificate expired at " + certificate.getNotAfter().toInstant());
    }
    var bits = bits(certificate.getPublicKey());
    if (bits.isEmpty()) {
      throw new RegistryRefused(
          "KEY_NOT_TAKEN",
          "Loại khóa %s không dùng được: cần RSA hoặc ECDSA."
              .formatted(certificate.getPublicKey().getAlgorithm()),
          "A key of the kind %s is not taken: RSA or ECDSA is needed"
              .formatted(certificate.getPublicKey().getAlgorithm()));
    }
    if (bits.getAsInt() < least(certificate.getPublicKey())) {
      throw new RegistryRefused(
          "KEY_TOO_WEAK",
          "Khóa quá ngắn: cần RSA từ 2048 bit hoặc ECDSA từ 256 bit.",
          "The key is too short: RSA from 2048 or ECDSA from 256 bits is needed");
    }
    var taken =
        agencies
            .certificate(CertificateId.of(certificate))
            .filter(known -> known.withdrawnAt().map(registry.now()::isBefore).orElse(true));
    if (taken.isPresent()) {
      throw new RegistryRefused(
          "CERTIFICATE_TAKEN",
          "Chứng thư số này đã được đăng ký cho " + taken.get().agency() + ".",
          "The certificate is registered for " + taken.get().agency() + " already");
    }
    var revoked = askStatus.ask(certificate).revoked();
    if (revoked.isPresent()) {
      throw new RegistryRefused(
          "CERTIFICATE_REVOKED",
          "Chứng thư số đã bị thu hồi từ " + revoked.get() + ".",
          "The certificate is revoked since " + revoked.get());
    }
  }

  private static OptionalInt bits(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return OptionalInt.of(rsa.getModulus().bitLength());
    }
    return key instanceof ECPublicKey ec
        ? OptionalInt.of(ec.getParams().getCurve().getField().getFieldSize())
        : OptionalInt.empty();
  }

  private static int least(PublicKey key) {
    return key instanceof RSAPublicKey ? LEAST_RSA_BITS : LEAST_EC_BITS;
  }

  /** In the caller's transaction. */
  void write(AgencyCode code, X509Certificate certificate) {
    agencies.addCertificate(
        new AgencyCertificate(code, certificate, registry.now(), Optional.empty()));
  }
}
