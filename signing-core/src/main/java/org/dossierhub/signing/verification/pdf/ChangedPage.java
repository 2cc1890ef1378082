package org.dossierhub.signing.verification.pdf;

/**
 * A page on which something was changed that the signature before does not permit.
 *
 * @param page counted from 1
 * @param before how many bytes the file had when it was signed
 * @param after how many it had after the change
 */
public record ChangedPage(int page, int before, int after) {

  /** The first and the last state of the same page. */
  public ChangedPage and(ChangedPage other) {
    return new ChangedPage(page, Math.min(before, other.before), Math.max(after, other.after));
  }
}
