package org.dossierhub.exchange.dossier;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.Verdict;

/**
 * A stored verdict about a file of a dossier, and what it rests on.
 *
 * @param report its running number
 * @param dossier the dossier the file belongs to
 * @param about name of the part, or title of the result
 * @param ofResult the file is a published result, not a document that came in
 */
public record KeptVerdict(
    long report,
    DossierCode dossier,
    String about,
    boolean ofResult,
    Verdict verdict,
    Instant at,
    List<Kept> proofs) {

  public KeptVerdict {
    proofs = List.copyOf(proofs);
  }

  /** Something the verdict rests on; its bytes are there unless somebody deleted them. */
  public record Kept(
      int position,
      Proof.Kind kind,
      String label,
      Sha256 digest,
      long size,
      Optional<Instant> deletedAt,
      Optional<String> deletedBy) {}

  /**
   * A page that was changed after a signature.
   *
   * @param before where its picture as it was signed is, if there is one
   * @param after where its picture as it is now is, if there is one
   */
  public record ChangedPage(int page, Optional<Integer> before, Optional<Integer> after) {}

  /** Changed pages with their pictures; without picture are those that could not be drawn. */
  public List<ChangedPage> changedPages() {
    return proofs.stream()
        .filter(proof -> proof.kind().isPicture() && proof.deletedAt().isEmpty())
        .map(Kept::label)
        .distinct()
        .map(
            page ->
                new ChangedPage(
                    Integer.parseInt(page),
                    picture(page, Proof.Kind.PAGE_BEFORE),
                    picture(page, Proof.Kind.PAGE_AFTER)))
        .toList();
  }

  private Optional<Integer> picture(String page, Proof.Kind kind) {
    return proofs.stream()
        .filter(proof -> proof.kind() == kind && proof.label().equals(page))
        .filter(proof -> proof.size() > 0)
        .map(Kept::position)
        .findFirst();
  }

  /** How many can still be had. */
  public long present() {
    return proofs.stream().filter(proof -> proof.deletedAt().isEmpty()).count();
  }
}
