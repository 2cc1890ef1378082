package org.dossierhub.launcher;

/**
 * Why the hub cannot go on: one clear sentence for the operator and what to do about it. Printed
 * without a stack trace.
 */
public final class Obstacle extends Exception {

  private static final long serialVersionUID = 1L;

  public Obstacle(String sentence) {
    super(sentence);
  }

  public Obstacle(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
