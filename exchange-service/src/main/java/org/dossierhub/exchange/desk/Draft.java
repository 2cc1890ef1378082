package org.dossierhub.exchange.desk;

import java.util.List;
import org.dossierhub.signing.identity.AgencyCode;

/**
 * What an officer hands in to become a result: title as the public will read it, the symbol after
 * the number such as {@code QĐ-SXD}, the unsigned PDF, and the agencies that shall receive the
 * result besides the submitter.
 */
public record Draft(String title, String symbol, byte[] pdf, List<AgencyCode> distribution) {

  public Draft {
    distribution = List.copyOf(distribution);
  }
}
