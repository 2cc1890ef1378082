package org.dossierhub.signing.verification;

import java.util.Objects;
import org.dossierhub.signing.identity.Sha256;

/**
 * Something a verdict rests on, as it was when the verdict was made: what Thông tư
 * 15/2025/TT-BKHCN, Điều 5.10 and Điều 6 want kept (and deletable), and pictures of what changed.
 *
 * @param label whose certificate, list or answer it is, for people, which may be a stranger's text;
 *     of a picture the number of the page
 */
public record Proof(Kind kind, String label, byte[] bytes) {

  /** What sort of thing it is; stable names, stored. */
  public enum Kind {
    /** A certificate of a path that was validated, DER. */
    CERTIFICATE("application/pkix-cert", "cer"),
    /** A certificate revocation list, DER. */
    REVOCATION_LIST("application/pkix-crl", "crl"),
    /** The answer of an OCSP responder, DER. */
    OCSP_ANSWER("application/ocsp-response", "ors"),
    /** A time-stamp token (RFC 3161), DER. */
    TIMESTAMP("application/timestamp-reply", "tst"),
    /** A page as a signature covers it, PNG; empty if it could not be drawn within the limits. */
    PAGE_BEFORE("image/png", "png"),
    /** The same page after it was changed, PNG; empty likewise. */
    PAGE_AFTER("image/png", "png");

    private final String mediaType;
    private final String extension;

    Kind(String mediaType, String extension) {
      this.mediaType = mediaType;
      this.extension = extension;
    }

    public String mediaType() {
      return mediaType;
    }

    /** How names of such files end, without the dot. */
    public String extension() {
      return extension;
    }

    /** Shown to people, not to validators. */
    public boolean isPicture() {
      return this == PAGE_BEFORE || this == PAGE_AFTER;
    }
  }

  public Proof {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(label);
    Objects.requireNonNull(bytes);
  }

  /** Under which it is kept once, however many verdicts rest on it. */
  public Sha256 digest() {
    return Sha256.of(bytes);
  }
}
