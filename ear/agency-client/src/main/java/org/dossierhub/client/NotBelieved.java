package org.dossierhub.client;

/**
 * What came is not what it has to be: signed by somebody else, about something else, larger or
 * other than announced. It changes nothing, and asking again at once would not help.
 */
final class NotBelieved extends Exception {
  private static final long serialVersionUID = 1;

  private final String vietnamese;
  private final String english;

  NotBelieved(String vietnamese, String english) {
    super(vietnamese + " / " + english);
    this.vietnamese = vietnamese;
    this.english = english;
  }

  NotBelieved(String vietnamese, String english, Throwable cause) {
    this(vietnamese + " (" + cause.getMessage() + ")", english + " (" + cause.getMessage() + ")");
    initCause(cause);
  }

  String vietnamese() {
    return vietnamese;
  }

  String english() {
    return english;
  }
}
