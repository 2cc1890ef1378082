package org.dossierhub.signing.verification;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.dossierhub.signing.identity.Sha256;

/**
 * The verdict about one file: an immutable value, never an exception.
 *
 * @param policy name of the {@link PolicyProfile} it was judged by; several, separated by commas,
 *     where its signatures belong to several hierarchies
 * @param at the moment for which the verdict holds
 * @param reason stable code for machines, for example {@code HASH_FAILURE} or {@code
 *     PAGE_CONTENT_CHANGED}
 * @param sentence the verdict in one Vietnamese sentence
 * @param sentenceEn the same in English
 * @param signatures in the order in which they were made, unreadable ones included
 * @param changes what was written into the file after a signature
 * @param uncovered names of parts that no signature covers
 */
public record ValidationReport(
    String fileName,
    Sha256 digest,
    String policy,
    Instant at,
    Verdict verdict,
    String reason,
    String sentence,
    String sentenceEn,
    List<SignatureReport> signatures,
    List<DocumentChange> changes,
    List<String> uncovered) {

  public ValidationReport {
    signatures = List.copyOf(signatures);
    changes = List.copyOf(changes);
    uncovered = List.copyOf(uncovered);
  }

  /** One line for a log. */
  public String summary() {
    return verdict
        + " "
        + reason
        + " signatures="
        + signatures.size()
        + signatures.stream().map(s -> " [" + s.summary() + "]").collect(Collectors.joining());
  }
}
