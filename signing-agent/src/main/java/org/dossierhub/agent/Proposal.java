package org.dossierhub.agent;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.dossierhub.signing.identity.CertificateSubject;

/**
 * What the official is asked to agree to: title and role as the hub says, pages and digest as found
 * in the fetched bytes.
 */
record Proposal(
    HubAddress hub,
    SigningSession session,
    PdfPages document,
    PluggedToken token,
    X509Certificate certificate) {

  String signer() {
    return CertificateSubject.of(certificate).display();
  }

  String issuer() {
    return CertificateSubject.issuerOf(certificate).commonName();
  }

  Instant expires() {
    return session.expires();
  }

  String warning() {
    return switch (token.pin()) {
      case READY, LOCKED -> "";
      case COUNT_LOW ->
          "Đã có lần nhập sai mã PIN. Thiết bị ký số sẽ bị khóa sau một vài lần sai nữa.";
      case FINAL_TRY -> "CHỈ CÒN MỘT LẦN THỬ: nếu mã PIN sai, thiết bị ký số sẽ bị khóa.";
    };
  }
}
