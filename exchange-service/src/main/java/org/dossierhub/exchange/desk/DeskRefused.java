package org.dossierhub.exchange.desk;

/**
 * The desk says no to an official or to the signing agent: nothing was changed, and the person is
 * told why.
 */
public final class DeskRefused extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeskRefusal refusal;
  private final String found;

  public DeskRefused(DeskRefusal refusal) {
    this(refusal, "");
  }

  /**
   * {@code found} names the fact: a state, a digest, a certificate; it is shown in brackets after
   * both texts.
   */
  public DeskRefused(DeskRefusal refusal, String found) {
    super(refusal.code() + (found.isEmpty() ? "" : ": " + found));
    this.refusal = refusal;
    this.found = found;
  }

  public DeskRefusal refusal() {
    return refusal;
  }

  public String reasonVi() {
    return withFact(refusal.textVi());
  }

  public String reasonEn() {
    return withFact(refusal.textEn());
  }

  private String withFact(String text) {
    return found.isEmpty() ? text : text + " (" + found + ")";
  }
}
