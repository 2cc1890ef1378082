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
}
