package org.dossierhub.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.dossierhub.exchange.verification.IssueReport;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.signing.report.ReportFormat;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * A verdict as a sealed report to be saved, as the form {@code report} of the pages asks for it.
 */
@ApplicationScoped
public class ReportDownload {
  @Inject IssueReport issueReport;

  /**
   * @param form {@code pdf}, {@code html} or {@code xml}
   * @param language {@code vi} or {@code en}
   */
  Response of(ValidationReport report, String form, String language) {
    return of(report, List.of(), form, language);
  }

  /**
   * @param proofs what the verdict rests on; the XML carries it
   */
  Response of(ValidationReport report, List<Proof> proofs, String form, String language) {
    var format =
        ReportFormat.named(form == null ? "pdf" : form)
            .orElseThrow(() -> new BadRequestException("Not a form of a report"));
    try {
      return Download.of(
          issueReport.issue(report, proofs, format, Language.of(language).locale()),
          format.mediaType(),
          format.fileName(report.fileName()));
    } catch (UploadRefused e) {
      throw new ClientErrorException(e.getMessage(), 413, e);
    }
  }
}
