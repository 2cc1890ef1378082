package org.dossierhub.signing.verification.pdf;

/**
 * One entry of the document security store of a PDF (EN 319 142-1, 5.4.2), which no signature need
 * cover.
 */
public record PdfProof(Kind kind, byte[] bytes) {

  /** What the entry is said to be. */
  public enum Kind {
    CERTIFICATE,
    REVOCATION_LIST,
    OCSP_ANSWER
  }
}
