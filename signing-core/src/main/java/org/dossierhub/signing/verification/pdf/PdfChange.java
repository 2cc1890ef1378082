package org.dossierhub.signing.verification.pdf;

/**
 * Something that was written into a PDF after a signature.
 *
 * @param after index of the last signature before it, in the order of {@link
 *     PdfExamination#signatures()}
 * @param by index of the signature that covers the change, -1 if none does
 * @param page counted from 1; 0 for none
 * @param detail what the sentence about it names; may be empty
 */
public record PdfChange(int after, int by, Kind kind, int page, Rule rule, String detail) {

  /** What was changed. */
  public enum Kind {
    NUMBER_AND_DATE,
    SEAL,
    SIGNATURE,
    TIMESTAMP,
    PROOFS,
    METADATA,
    /** A later signature lies over what a page shows. */
    COVERING,
    PAGE_CONTENT,
    ANNOTATION,
    FORM_FIELD,
    PAGES,
    STRUCTURE,
    /** Bytes that belong to no object, or objects the file does not list. */
    BYTES
  }

  /** What it means for the signatures before it. */
  public enum Rule {
    /** The earlier signatures permit it, and every reader can tell. */
    PERMITTED,
    /**
     * Permitted if the covering signature is the valid seal of an agency (the clerk's step on a
     * result of the hub).
     */
    CLERK_STEP,
    /** Not enough to decide if the covering signature is of the same agency; else not permitted. */
    SAME_AGENCY,
    /** Not enough to decide. */
    DOUBTFUL,
    /** Not permitted. */
    FORBIDDEN
  }
}
