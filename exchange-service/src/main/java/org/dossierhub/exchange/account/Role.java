package org.dossierhub.exchange.account;

/** What an account may do inside its own agency; an account may hold several. */
public enum Role {
  /** Người có thẩm quyền: reads and signs decisions with a personal token. */
  LEADER,
  /** Văn thư: numbers, dates, seals with the agency's token, publishes, revokes. */
  CLERK,
  /** Cán bộ một cửa: accepts, returns and processes dossiers, prepares draft decisions. */
  ONE_STOP_OFFICER,
  /**
   * Looks after accounts of the agency; at the hub's own agency also agencies, agreements and
   * procedures.
   */
  ADMINISTRATOR,
  /** Reads the audit log of the agency and changes nothing. */
  AUDITOR
}
