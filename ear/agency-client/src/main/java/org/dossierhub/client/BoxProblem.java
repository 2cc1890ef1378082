package org.dossierhub.client;

/**
 * The box or the call is not right and nothing was done: one sentence for the person who can change
 * it, Vietnamese first.
 */
public final class BoxProblem extends Exception {
  private static final long serialVersionUID = 1;

  BoxProblem(String vietnamese, String english) {
    super(vietnamese + " / " + english);
  }

  BoxProblem(String vietnamese, String english, Throwable cause) {
    super(vietnamese + " / " + english, cause);
  }
}
