package org.dossierhub.exchange.verification;

import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * The answer to a citizen's upload: what the signatures are worth, and what our register says of
 * exactly these bytes.
 *
 * @param proofs what the verdict rests on, if it was asked for
 */
public record UploadVerdict(
    ValidationReport report, Optional<Registration> ours, List<Proof> proofs) {
  public UploadVerdict {
    proofs = List.copyOf(proofs);
  }
}
