package org.dossierhub.exchange.message;

import java.util.Optional;

/**
 * Whose dossier it is (chủ hồ sơ): name, and the personal or enterprise number when the sender
 * tells it.
 */
public record Applicant(ApplicantKind kind, String name, Optional<String> number) {
  public Applicant {
    if (name.isBlank() || name.length() > 300) {
      throw new IllegalArgumentException("An applicant's name has 1 to 300 characters");
    }
  }
}
