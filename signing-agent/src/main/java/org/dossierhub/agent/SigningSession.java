package org.dossierhub.agent;

import java.time.Instant;
import java.util.List;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.Sha256;

/**
 * What the hub says is to be signed; none of it is believed before the fetched bytes agree.
 *
 * @param certificates those registered for the person who opened the session
 */
record SigningSession(
    Role role,
    String title,
    int pages,
    Sha256 digest,
    List<CertificateId> certificates,
    Instant expires) {

  /** In which capacity: one's own signature, or the agency's seal. */
  enum Role {
    LEADER("Ký với tư cách người có thẩm quyền", "Signature of the competent person"),
    SEAL("Ký số của cơ quan, tổ chức (đóng dấu)", "Seal of the agency");

    private final String textVi;
    private final String textEn;

    Role(String textVi, String textEn) {
      this.textVi = textVi;
      this.textEn = textEn;
    }

    String textVi() {
      return textVi;
    }

    String textEn() {
      return textEn;
    }
  }

  SigningSession {
    certificates = List.copyOf(certificates);
  }
}
