package org.dossierhub.signing.verification;

/**
 * One thing that was written into a file after a signature, in words.
 *
 * @param afterSignature the {@link SignatureReport#id()} of the last signature before the change
 * @param page the page concerned, counted from 1; 0 when the change belongs to no page
 * @param allowed whether the rules of the earlier signature permit it
 */
public record DocumentChange(
    String afterSignature, Kind kind, int page, boolean allowed, String text, String textEn) {

  /** What sort of change it is; stable names, part of the wire contract. */
  public enum Kind {
    /** The reserved fields of a decision got their number and date. */
    NUMBER_AND_DATE,
    /** A signature or seal was added. */
    SIGNATURE,
    /** Certificates, revocation data and time-stamps for long-term validation were added. */
    PROOFS,
    /** The content of a page was changed. */
    PAGE_CONTENT,
    /** A note, drawing or other annotation was added, moved or removed. */
    ANNOTATION,
    /** A form field other than the reserved ones was changed. */
    FORM_FIELD,
    /** Pages were added, removed or put in another order. */
    PAGES,
    /** Anything else in the structure of the file. */
    STRUCTURE
  }
}
