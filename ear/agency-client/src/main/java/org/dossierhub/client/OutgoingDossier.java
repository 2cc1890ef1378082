package org.dossierhub.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.DossierCode;
import org.dossierhub.signing.identity.ProcedureCode;

/**
 * What an agency wants to send to one other agency.
 *
 * @param subject what it is about, at most 1000 characters
 * @param applicant name of the citizen or organisation
 * @param id chosen by the caller, so that repeating it can never send twice; made when absent
 */
public record OutgoingDossier(
    AgencyCode recipient,
    Optional<DossierCode> code,
    Optional<ProcedureCode> procedureCode,
    Optional<String> subject,
    Optional<String> applicant,
    List<Path> files,
    Optional<String> id) {

  public OutgoingDossier {
    files = List.copyOf(files);
    subject.ifPresent(text -> expectLength("subject", text, 1000));
    applicant.ifPresent(text -> expectLength("applicant", text, 300));
    id.ifPresent(Manifest::expectMessageId);
  }

  /** IllegalArgumentException when that is no agency code, here and in the following. */
  public static OutgoingDossier to(String recipient, List<Path> files) {
    return new OutgoingDossier(
        new AgencyCode(recipient),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        files,
        Optional.empty());
  }

  public OutgoingDossier dossier(String dossierCode) {
    return new OutgoingDossier(
        recipient,
        Optional.of(new DossierCode(dossierCode)),
        procedureCode,
        subject,
        applicant,
        files,
        id);
  }

  public OutgoingDossier procedure(String procedure) {
    return new OutgoingDossier(
        recipient, code, Optional.of(new ProcedureCode(procedure)), subject, applicant, files, id);
  }

  public OutgoingDossier about(String text) {
    return new OutgoingDossier(
        recipient, code, procedureCode, Optional.of(text), applicant, files, id);
  }

  public OutgoingDossier ofApplicant(String name) {
    return new OutgoingDossier(
        recipient, code, procedureCode, subject, Optional.of(name), files, id);
  }

  public OutgoingDossier underId(String messageId) {
    return new OutgoingDossier(
        recipient, code, procedureCode, subject, applicant, files, Optional.of(messageId));
  }

  private static void expectLength(String what, String text, int longest) {
    if (text.isBlank() || text.length() > longest || text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          what + ": 1 to " + longest + " characters without control characters");
    }
  }
}
