package org.dossierhub.exchange.rest;

/** A member of a request's JSON is missing or is not what it should be. */
final class BodyRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final String member;
  private final String wanted;

  BodyRefused(String member, String wanted, Throwable cause) {
    super(member + " has to be " + wanted, cause);
    this.member = member;
    this.wanted = wanted;
  }

  Problem problem() {
    return new Problem(
        "BAD_REQUEST",
        "Trường “" + member + "” thiếu hoặc không đúng dạng.",
        "The member \"" + member + "\" has to be " + wanted + ".");
  }
}
