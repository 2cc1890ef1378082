package org.dossierhub.exchange.progress;

/**
 * The dossier may not move there: the table of transitions forbids it, a reason is missing, or
 * somebody was faster.
 */
public class MoveRefused extends Exception {
  private static final long serialVersionUID = 1;

  private final String vietnamese;

  public MoveRefused(String vietnamese, String english) {
    super(english);
    this.vietnamese = vietnamese;
  }

  /** One sentence for the official. */
  public String vietnamese() {
    return vietnamese;
  }
}
