package org.dossierhub.exchange.desk;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.dossierhub.exchange.result.SigningRole;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.pdf.AddedSignature;
import org.dossierhub.signing.pdf.NotOneSignature;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.verification.SignatureReport;
import org.dossierhub.signing.verification.SignerRole;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;

/**
 * Whether an upload is the served revision with exactly the signature this role has to make
 * (docs/threats: A20, A22): the bytes and the structure first, then the lock, then value and
 * certificate.
 */
@Dependent
class SignatureOfRole {
  private static final Set<String> STATUS_UNKNOWN =
      Set.of("TRY_LATER", "CERTIFICATE_CHAIN_GENERAL_FAILURE");

  private final ExamineResult examineResult;

  @Inject
  SignatureOfRole(ExamineResult examineResult) {
    this.examineResult = examineResult;
  }

  /** The signer's name as the certificate says it. */
  String check(SigningRole role, byte[] served, byte[] upload, List<CertificateId> registered)
      throws DeskRefused {
    // a worker takes apart what came back before the server does (docs/decisions/0012)
    var report = examineResult.examine("ket-qua.pdf", upload);
    if (report.verdict() == Verdict.REFUSED) {
      throw new DeskRefused(DeskRefusal.SIGNATURE_BROKEN, report.sentence());
    }
    var added = onlyAddition(served, upload);
    needProtection(role, added);
    var signature =
        report.signatures().stream()
            .filter(s -> s.id().equals(added.field()))
            .findFirst()
            .orElseThrow(() -> new DeskRefused(DeskRefusal.SIGNATURE_BROKEN, report.summary()));
    if (!signature.cryptoIntact()) {
      throw new DeskRefused(DeskRefusal.SIGNATURE_BROKEN, signature.explanationVi());
    }
    if (signature.certificate().filter(registered::contains).isEmpty()) {
      throw new DeskRefused(DeskRefusal.OTHER_CERTIFICATE, signature.signer());
    }
    if (signature.role() != signerOf(role)) {
      // Keeps apart what an account with both roles may do: the seal is not made with a personal
      // certificate.
      throw new DeskRefused(DeskRefusal.OTHER_CERTIFICATE, signature.role().vietnamese());
    }
    needValid(signature, report);
    return signature.signer();
  }

  private static AddedSignature onlyAddition(byte[] served, byte[] upload) throws DeskRefused {
    try {
      return AddedSignature.between(served, upload);
    } catch (NotOneSignature e) {
      throw new DeskRefused(
          switch (e.reason()) {
            case OTHER_FILE -> DeskRefusal.OTHER_REVISION;
            case NOTHING_SIGNED -> DeskRefusal.NOTHING_SIGNED;
            case SEVERAL_SIGNATURES -> DeskRefusal.SEVERAL_SIGNATURES;
            case MORE_CHANGED -> DeskRefusal.MORE_THAN_A_SIGNATURE;
          });
    }
  }

  /**
   * The leader certifies with P=2 and leaves the clerk's fields open; the seal approves and leaves
   * only the time-stamp open.
   */
  private static void needProtection(SigningRole role, AddedSignature added) throws DeskRefused {
    var expected =
        role == SigningRole.LEADER
            ? new AddedSignature(
                ResultForm.LEADER, OptionalInt.of(2), Optional.of(ResultForm.OPEN_AFTER_LEADER))
            : new AddedSignature(
                ResultForm.SEAL, OptionalInt.empty(), Optional.of(ResultForm.OPEN_AFTER_SEAL));
    if (!added.equals(expected)) {
      throw new DeskRefused(DeskRefusal.WRONG_PROTECTION, added.field());
    }
  }

  private static void needValid(SignatureReport signature, ValidationReport report)
      throws DeskRefused {
    if (signature.verdict() == Verdict.VALID && report.verdict() == Verdict.VALID) {
      return;
    }
    var why = signature.explanationVi() + " " + report.reason();
    throw new DeskRefused(
        statusUnknown(signature)
            ? DeskRefusal.CERTIFICATE_STATUS_UNKNOWN
            : DeskRefusal.CERTIFICATE_NOT_VALID,
        why);
  }

  /**
   * ETSI EN 319 102-1, 5.2.6.4: TRY_LATER, or a chain that could not be concluded, is what remains
   * for a known certificate when neither OCSP nor CRL could be had.
   */
  private static boolean statusUnknown(SignatureReport signature) {
    return signature.verdict() == Verdict.INDETERMINATE
        && STATUS_UNKNOWN.contains(signature.subIndication());
  }

  private static SignerRole signerOf(SigningRole role) {
    return role == SigningRole.LEADER ? SignerRole.LEADER : SignerRole.AGENCY;
  }
}
