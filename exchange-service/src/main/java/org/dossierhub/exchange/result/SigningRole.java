package org.dossierhub.exchange.result;

/**
 * In which capacity a result is signed at the desk: the leader in person, the clerk with the
 * agency's seal.
 */
public enum SigningRole {
  LEADER("người có thẩm quyền", ResultState.AWAITING_LEADER, ResultState.AWAITING_NUMBER),
  SEAL("cơ quan, tổ chức", ResultState.AWAITING_SEAL, ResultState.AWAITING_TIMESTAMP);

  private final String labelVi;
  private final ResultState before;
  private final ResultState after;

  SigningRole(String labelVi, ResultState before, ResultState after) {
    this.labelVi = labelVi;
    this.before = before;
    this.after = after;
  }

  public String labelVi() {
    return labelVi;
  }

  /** The only state in which this signature may be made. */
  public ResultState before() {
    return before;
  }

  /** The state the result is in once this signature was accepted. */
  public ResultState after() {
    return after;
  }
}
