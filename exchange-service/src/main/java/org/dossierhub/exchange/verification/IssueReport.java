package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dossierhub.exchange.receipt.SystemKey;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.signing.identity.CertificateSubject;
import org.dossierhub.signing.report.ReportContent;
import org.dossierhub.signing.report.ReportFormat;
import org.dossierhub.signing.report.WriteReport;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * Writes a verdict down as something to keep, sealed with the hub's own key. The verdict is the one
 * that was given; what the register says of the file is what it says now.
 *
 * <p>Refuses with {@code REPORT_TOO_LONG}.
 */
@ApplicationScoped
public class IssueReport {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm dd/MM/yyyy").withZone(ZoneId.of("Asia/Ho_Chi_Minh"));

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd/MM/yyyy");

  private PublicRegister register;
  private SystemKey key;
  private HubSettings hub;
  private WriteReport writeReport;

  /** For the container. */
  protected IssueReport() {}

  @Inject
  IssueReport(PublicRegister register, SystemKey key, HubSettings hub, Clock clock) {
    this.register = register;
    this.key = key;
    this.hub = hub;
    this.writeReport = new WriteReport(clock);
  }

  /**
   * @param language Vietnamese, unless it is English
   */
  public byte[] issue(ValidationReport report, ReportFormat format, Locale language)
      throws UploadRefused {
    return issue(report, List.of(), format, language);
  }

  /**
   * @param proofs what the verdict rests on, where it is at hand; the XML carries it
   */
  public byte[] issue(
      ValidationReport report, List<Proof> proofs, ReportFormat format, Locale language)
      throws UploadRefused {
    var token = key.token();
    var sealing =
        new ReportContent.Sealing(
            CertificateSubject.of(token.certificate()).commonName(),
            hub.publicUrl().resolve("/kiem-tra").toString());
    var remarks =
        register.issuedAs(report.digest()).map(ours -> remarks(ours, language)).orElse(List.of());
    var content =
        new ReportContent(report, language, false, remarks, Optional.of(sealing)).restingOn(proofs);
    try {
      return writeReport.sealed(content, format, token);
    } catch (IllegalArgumentException e) {
      throw UploadRefused.reportTooLong();
    }
  }

  private static List<String> remarks(Registration ours, Locale language) {
    boolean english = language.getLanguage().equals("en");
    var remarks = new ArrayList<String>();
    remarks.add(
        (english ? ours.sentenceEn() : ours.sentenceVi())
            + " "
            + ours.number()
            + ", "
            + DAY.format(ours.date())
            + ", "
            + ours.agencyName()
            + ".");
    ours.withdrawn()
        .ifPresent(
            at ->
                remarks.add(
                    (english ? "No longer in effect since " : "Không còn hiệu lực từ ")
                        + TIME.format(at)
                        + ours.reason().map(reason -> ": " + reason).orElse("")
                        + "."));
    return remarks;
  }
}
