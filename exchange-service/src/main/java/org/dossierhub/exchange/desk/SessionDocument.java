package org.dossierhub.exchange.desk;

import java.time.Instant;
import java.util.List;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;

/**
 * What a signing agent is told before it fetches the bytes: what is to be signed, in which role,
 * with which certificates.
 */
public record SessionDocument(
    SigningRole role,
    String title,
    int pages,
    Sha256 digest,
    List<CertificateId> certificates,
    Instant expires) {

  public SessionDocument {
    certificates = List.copyOf(certificates);
  }
}
