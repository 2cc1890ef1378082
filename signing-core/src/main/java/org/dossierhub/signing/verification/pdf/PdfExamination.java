package org.dossierhub.signing.verification.pdf;

import java.util.List;
import java.util.Optional;

/**
 * What our own reading of a PDF found.
 *
 * @param signatures in the order in which they were made, unreadable ones first
 * @param signatureRemoved a signature stood in the file and is no longer among its signatures
 * @param changes what was written after signatures
 * @param disagreement what keeps two readers from seeing the same file, if anything does
 * @param encrypted the file is encrypted
 * @param proofs the document security store at the end of the file
 */
public record PdfExamination(
    List<SignedRange> signatures,
    boolean signatureRemoved,
    List<PdfChange> changes,
    Optional<String> disagreement,
    boolean encrypted,
    List<PdfProof> proofs) {

  public PdfExamination {
    signatures = List.copyOf(signatures);
    changes = List.copyOf(changes);
    proofs = List.copyOf(proofs);
  }

  /**
   * Whether all readers see the same signatures, each of them well formed, and nothing was written
   * after any of them but what it permits. Says nothing about their validity.
   */
  public boolean isAccountedFor() {
    return disagreement.isEmpty()
        && !encrypted
        && !signatureRemoved
        && !signatures.isEmpty()
        && signatures.stream().allMatch(signature -> signature.unreadable().isEmpty())
        && signatures.stream().map(SignedRange::end).distinct().count() == signatures.size()
        && changes.stream()
            .allMatch(
                change ->
                    change.rule() == PdfChange.Rule.PERMITTED
                        || change.rule() == PdfChange.Rule.CLERK_STEP);
  }
}
