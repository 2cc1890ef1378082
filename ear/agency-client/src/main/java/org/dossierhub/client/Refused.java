package org.dossierhub.client;

import java.util.Optional;

/** The hub's decision against a request; the same request is not sent again by itself. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String reasonVi;
  private final String reasonEn;
  private final byte[] evidence;

  /**
   * @param evidence the same as a signed document, or nothing; not verified yet
   */
  Refused(String code, String reasonVi, String reasonEn, Optional<byte[]> evidence) {
    super(code + ": " + reasonVi + " / " + reasonEn);
    this.code = code;
    this.reasonVi = reasonVi;
    this.reasonEn = reasonEn;
    this.evidence = evidence.orElse(null);
  }

  String code() {
    return code;
  }

  String reasonVi() {
    return reasonVi;
  }

  String reasonEn() {
    return reasonEn;
  }

  Optional<byte[]> evidence() {
    return Optional.ofNullable(evidence);
  }
}
