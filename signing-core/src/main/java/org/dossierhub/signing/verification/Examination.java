package org.dossierhub.signing.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dossierhub.signing.verification.pdf.ChangedPage;
import org.dossierhub.signing.verification.pdf.PagePictures;

/**
 * A verdict whose pictures are not drawn yet. Drawing runs a stranger's page through a renderer;
 * the verdict is there before, and stands whatever becomes of that.
 */
public final class Examination {
  private final ValidationReport report;
  private final List<Proof> proofs;
  private final List<ChangedPage> changedPages;
  private final byte[] document;

  Examination(
      ValidationReport report,
      List<Proof> proofs,
      List<ChangedPage> changedPages,
      byte[] document) {
    this.report = report;
    this.proofs = List.copyOf(proofs);
    this.changedPages = List.copyOf(changedPages);
    this.document = document;
  }

  public ValidationReport report() {
    return report;
  }

  /** What the verdict rests on, without pictures. */
  public List<Proof> proofs() {
    return proofs;
  }

  /** Whether there is something to draw. */
  public boolean hasPictures() {
    return !changedPages.isEmpty();
  }

  /** Gives away each picture as soon as it is drawn. */
  public void draw(Consumer<Proof> album) {
    PagePictures.draw(
        document, changedPages, (page, before, png) -> album.accept(picture(page, before, png)));
  }

  /** Everything. */
  Examined whole() {
    var all = new ArrayList<>(proofs);
    draw(all::add);
    return new Examined(report, all);
  }

  /**
   * The verdict when the drawing of its pages came to no end.
   *
   * @param proofs what there was before that
   */
  public static Examined withoutThePicturesMissing(ValidationReport report, List<Proof> proofs) {
    var all = new ArrayList<>(proofs);
    report.changes().stream()
        .filter(change -> !change.allowed() && change.page() > 0)
        .map(DocumentChange::page)
        .distinct()
        .forEach(
            page -> {
              for (var before : List.of(true, false)) {
                var missing = picture(page, before, new byte[0]);
                var there =
                    proofs.stream()
                        .anyMatch(
                            proof ->
                                proof.kind() == missing.kind()
                                    && proof.label().equals(missing.label()));
                if (!there) {
                  all.add(missing);
                }
              }
            });
    return new Examined(report, all);
  }

  private static Proof picture(int page, boolean before, byte[] png) {
    return new Proof(
        before ? Proof.Kind.PAGE_BEFORE : Proof.Kind.PAGE_AFTER, String.valueOf(page), png);
  }
}
