package org.dossierhub.exchange.protocol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.verification.Registration;
import org.dossierhub.exchange.verification.UploadRate;
import org.dossierhub.exchange.verification.UploadRefused;
import org.dossierhub.exchange.verification.VerifyUpload;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.verification.DocumentChange;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * Tells an agency what the signatures of a file are worth: the one verdict that pages and REST
 * speak from, too.
 *
 * <p>Refuses with {@code MALFORMED}, {@code LIMIT_EXCEEDED} above 200 MB, {@code TRY_AGAIN_LATER}
 * when the agency, or everybody together, asks too much at once.
 */
@ApplicationScoped
public class TellVerdict {
  private static final int LONGEST_NAME = 255;

  /** Seconds. */
  private static final int AFTER_TOO_MANY = 60;

  private VerifyUpload verify;
  private UploadRate rate;
  private HubSettings hub;

  /** For the container's proxy. */
  protected TellVerdict() {}

  @Inject
  public TellVerdict(VerifyUpload verify, UploadRate rate, HubSettings hub) {
    this.verify = verify;
    this.rate = rate;
    this.hub = hub;
  }

  public VerifyResponse answer(Caller caller, Verify question) throws RefusalFault {
    var name = question.getName();
    if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
      throw Refusals.of(WireRefusal.MALFORMED, "name has 1 to " + LONGEST_NAME + " characters");
    }
    if (question.getContent() == null) {
      throw Refusals.of(WireRefusal.MALFORMED, "content is missing");
    }
    try {
      rate.take(caller.agency());
      try (var content = question.getContent().getInputStream()) {
        var verdict = verify.verify(name, content);
        var report = report(verdict.report());
        verdict.ours().ifPresent(ours -> report.setIssuedHere(issuedHere(ours)));
        var response = new VerifyResponse();
        response.setReport(report);
        return response;
      }
    } catch (UploadRefused e) {
      throw refused(e);
    } catch (IOException e) {
      throw Refusals.of(new TryAgainLater("A file to verify did not arrive or cannot be kept", e));
    } catch (RuntimeException e) {
      throw Refusals.of(e);
    }
  }

  private static RefusalFault refused(UploadRefused why) {
    if (why.limit() != UploadRefused.Limit.TOO_OFTEN) {
      return Refusals.of(RejectionReason.LIMIT_EXCEEDED, why.reasonEn());
    }
    var fault = Refusals.of(WireRefusal.TRY_AGAIN_LATER, why.reasonEn());
    fault.getFaultInfo().setRetryAfterSeconds(AFTER_TOO_MANY);
    return fault;
  }

  static VerificationReport report(ValidationReport report) {
    var told = new VerificationReport();
    told.setName(text(report.fileName()));
    told.setSha256(report.digest().hex());
    told.setPolicy(text(report.policy()));
    told.setAt(report.at());
    told.setVerdict(Verdict.valueOf(report.verdict().name()));
    told.setReason(report.reason());
    told.setSentenceVi(text(report.sentence()));
    told.setSentenceEn(text(report.sentenceEn()));
    for (var signature : report.signatures()) {
      told.getSignature().add(signature(signature));
    }
    for (var change : report.changes()) {
      told.getChange().add(change(change));
    }
    report.uncovered().forEach(part -> told.getUncovered().add(text(part)));
    return told;
  }

  private static VerifiedSignature signature(SignatureReport signature) {
    var told = new VerifiedSignature();
    told.setId(text(signature.id()));
    told.setIssuer(text(signature.issuer()));
    told.setSigner(text(signature.signer()));
    told.setManagedBy(text(signature.managedBy()));
    signature.claimedTime().ifPresent(told::setClaimedTime);
    signature.provenTime().ifPresent(told::setProvenTime);
    told.setCryptoIntact(signature.cryptoIntact());
    told.setVerdict(Verdict.valueOf(signature.verdict().name()));
    signature.notBefore().ifPresent(told::setNotBefore);
    signature.notAfter().ifPresent(told::setNotAfter);
    told.setRole(signature.role().name());
    told.setFormat(signature.format());
    told.setLevel(signature.level());
    told.setPolicy(text(signature.policy()));
    told.setIndication(signature.indication());
    if (!signature.subIndication().isEmpty()) {
      told.setSubIndication(signature.subIndication());
    }
    told.setReason(signature.reason());
    told.setCoversWholeDocument(signature.coversWholeDocument());
    told.setExplanationVi(text(signature.explanationVi()));
    told.setExplanationEn(text(signature.explanationEn()));
    told.setRemedyVi(text(signature.remedyVi()));
    told.setRemedyEn(text(signature.remedyEn()));
    signature.notes().forEach(note -> told.getNoteVi().add(text(note)));
    signature.notesEn().forEach(note -> told.getNoteEn().add(text(note)));
    return told;
  }

  private static ChangeAfterSignature change(DocumentChange change) {
    var told = new ChangeAfterSignature();
    told.setAfterSignature(text(change.afterSignature()));
    told.setKind(change.kind().name());
    if (change.page() > 0) {
      told.setPage(change.page());
    }
    told.setAllowed(change.allowed());
    told.setTextVi(text(change.text()));
    told.setTextEn(text(change.textEn()));
    return told;
  }

  private IssuedHere issuedHere(Registration ours) {
    var told = new IssuedHere();
    told.setState(ResultState.valueOf(ours.state().name()));
    told.setAgency(ours.agency().value());
    told.setTitle(text(ours.title()));
    told.setNumber(ours.number());
    told.setPublicUrl(hub.publicUrl().resolve("/ket-qua/" + ours.token().value()).toString());
    told.setSentenceVi(ours.sentenceVi());
    told.setSentenceEn(ours.sentenceEn());
    return told;
  }

  /** A stranger's field name may hold what XML cannot carry. */
  private static String text(String said) {
    var carried = new StringBuilder(said.length());
    said.codePoints()
        .map(
            c ->
                c == '\t' || c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c > 0xFFFF
                    ? c
                    : 0xFFFD)
        .forEach(carried::appendCodePoint);
    return carried.toString();
  }
}
