package org.dossierhub.signing.token;

/**
 * The token refused the PIN. Tokens lock themselves after a few refusals, so nothing here ever
 * tries again: only the holder decides that, knowing {@link #state()}.
 */
public final class WrongPin extends Exception {
  private static final long serialVersionUID = 1;

  private final PinState state;

  WrongPin(String token, PinState state) {
    super("The token " + token + " refused the PIN; afterwards its state is " + state);
    this.state = state;
  }

  /** What the token says about its remaining attempts after this refusal. */
  public PinState state() {
    return state;
  }
}
