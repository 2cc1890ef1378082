package org.dossierhub.agent;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a request to sign ended, as the page is told.
 *
 * @param state where the result stands at the hub, when it was signed
 * @param code why it was not; {@link Refusal}, or the hub's own code
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SigningOutcome(Status status, String state, String code, String reasonVi, String reasonEn) {
  /** The four ways in which it can end. */
  enum Status {
    SIGNED,
    REFUSED,
    CANCELLED,
    WRONG_PIN
  }

  static SigningOutcome signed(String state) {
    return new SigningOutcome(Status.SIGNED, state, null, null, null);
  }

  static SigningOutcome refused(NotSigned why) {
    return new SigningOutcome(Status.REFUSED, null, why.code(), why.reasonVi(), why.reasonEn());
  }

  static SigningOutcome ended(Status status, Refusal why) {
    return new SigningOutcome(status, null, why.name(), why.textVi(), why.textEn());
  }
}
