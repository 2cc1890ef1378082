package org.dossierhub.signing.report;

import java.time.Clock;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.SigningToken;
import org.dossierhub.signing.xml.SignXml;

/**
 * Writes a verdict down in one of its forms. The sealed ones are signed by the system that made the
 * verdict, PAdES for the PDF and XAdES for page and XML, so that whoever can verify documents can
 * verify the report. Safe for use by many threads.
 */
public final class WriteReport {
  private final SignPdf signPdf;
  private final SignXml signXml;

  public WriteReport(Clock clock) {
    this.signPdf = new SignPdf(clock);
    this.signXml = new SignXml(clock);
  }

  /** Without a seal, and it says so. */
  public static byte[] unsealed(ReportContent content, ReportFormat format) {
    if (content.sealing().isPresent()) {
      throw new IllegalArgumentException("A report without a seal must not speak of one");
    }
    return written(content, format);
  }

  /**
   * Sealed with a system's key.
   *
   * @throws IllegalArgumentException if the report is longer than what can be sealed as XML
   */
  public byte[] sealed(ReportContent content, ReportFormat format, SigningToken token) {
    if (content.sealing().isEmpty()) {
      throw new IllegalArgumentException("A sealed report must say whose seal it is");
    }
    var written = written(content, format);
    return format == ReportFormat.PDF
        ? signPdf.sign(written, token)
        : signXml.signEnveloped(written, token);
  }

  private static byte[] written(ReportContent content, ReportFormat format) {
    return switch (format) {
      case HTML -> ReportAsHtml.of(content);
      case PDF -> ReportAsPdf.of(content);
      case XML -> ReportAsXml.of(content);
    };
  }
}
