package org.dossierhub.exchange.desk;

import java.util.List;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.pdf.ResultLayout;

/**
 * What an officer hands in to become a result: the title as the public will read it, the symbol
 * after the number such as {@code QĐ-SXD}, the unsigned PDF, where number, date, signature and seal
 * go on it, and the agencies that shall receive the result besides the submitter.
 */
public record Draft(
    String title, String symbol, byte[] pdf, ResultLayout layout, List<AgencyCode> distribution) {

  public Draft {
    distribution = List.copyOf(distribution);
  }

  /** A draft laid out like a decision of Nghị định 30/2020. */
  public Draft(String title, String symbol, byte[] pdf, List<AgencyCode> distribution) {
    this(title, symbol, pdf, ResultLayout.decision(), distribution);
  }
}
