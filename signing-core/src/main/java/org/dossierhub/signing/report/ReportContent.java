package org.dossierhub.signing.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * What a report says, whatever its form.
 *
 * @param language Vietnamese, unless English is asked for; a report speaks one language
 * @param assumedTrusted the verdict was made for comparison, without asking whom to trust
 * @param remarks what else is known about the file in that language, for example that the agency
 *     has revoked it since
 * @param sealing who answers for the report; without it the report says that nobody does
 * @param proofs what the verdict rests on, where it is at hand; the XML carries it
 */
public record ReportContent(
    ValidationReport report,
    Locale language,
    boolean assumedTrusted,
    List<String> remarks,
    Optional<Sealing> sealing,
    List<Proof> proofs) {

  public ReportContent {
    remarks = List.copyOf(remarks);
    proofs = List.copyOf(proofs);
  }

  /** Without what the verdict rests on. */
  public ReportContent(
      ValidationReport report,
      Locale language,
      boolean assumedTrusted,
      List<String> remarks,
      Optional<Sealing> sealing) {
    this(report, language, assumedTrusted, remarks, sealing, List.of());
  }

  /** The same with what the verdict rests on. */
  public ReportContent restingOn(List<Proof> some) {
    return new ReportContent(report, language, assumedTrusted, remarks, sealing, some);
  }

  /**
   * Whose seal a report bears.
   *
   * @param by who runs the system that made it
   * @param verifiedAt where everybody can verify it
   */
  public record Sealing(String by, String verifiedAt) {}
}
