package org.dossierhub.signing.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * What a report says, whatever its form.
 *
 * @param language Vietnamese, unless English is asked for; a report speaks one language
 * @param assumedTrusted the verdict was made for comparison, without asking whom to trust
 * @param remarks what else is known about the file in that language, for example that the agency
 *     has revoked it since
 * @param sealing who answers for the report; without it the report says that nobody does
 */
public record ReportContent(
    ValidationReport report,
    Locale language,
    boolean assumedTrusted,
    List<String> remarks,
    Optional<Sealing> sealing) {

  public ReportContent {
    remarks = List.copyOf(remarks);
  }

  /**
   * Whose seal a report bears.
   *
   * @param by who runs the system that made it
   * @param verifiedAt where everybody can verify it
   */
  public record Sealing(String by, String verifiedAt) {}
}
