package org.dossierhub.signing.verification;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dossierhub.signing.identity.CertificateId;
import org.dossierhub.signing.identity.CertificateSubject;
import org.dossierhub.signing.verification.EtsiValidation.Finding;

/**
 * Turns the indication of ETSI EN 319 102-1 for one signature into one of the three verdicts of the
 * product.
 *
 * <p>The standard leaves many cases indeterminate because nothing proves when the signature was
 * made. Where the signer's own statement of the time already speaks against the signature, no proof
 * is needed: then it is không hợp lệ.
 */
final class Judgement {
  /**
   * From here on the algorithms of Thông tư 15/2025/TT-BKHCN are certainly binding; who claims to
   * have signed later with others is not reading an old document to us.
   */
  private static final Instant ALGORITHMS_BINDING = Instant.parse("2025-12-31T17:00:00Z");

  private static final Set<String> RULES_BROKEN =
      Set.of(
          "FORMAT_FAILURE",
          "HASH_FAILURE",
          "SIG_CRYPTO_FAILURE",
          "SIG_CONSTRAINTS_FAILURE",
          "CHAIN_CONSTRAINTS_FAILURE",
          "REVOKED",
          "EXPIRED",
          "NOT_YET_VALID");

  private static final Duration VIETNAM_OFFSET = Duration.ofHours(7);
  private static final Duration AFTER_SIGNING = Duration.ofMinutes(5);

  private final Finding finding;
  private final TrustAnchors anchors;
  private final Instant at;
  private final Optional<Hierarchy> hierarchy;
  private final Optional<CertificateSubject> subject;
  private final SignerRole role;
  private final List<String> remarks = new ArrayList<>();
  private Verdict verdict;
  private String reason;

  private Judgement(Finding finding, TrustAnchors anchors, Instant at) {
    this.finding = finding;
    this.anchors = anchors;
    this.at = at;
    this.hierarchy =
        finding.chainTrusted() ? anchors.hierarchyOf(finding.chain()) : Optional.empty();
    this.subject = finding.signer().map(CertificateSubject::of);
    this.role = finding.signer().map(this::role).orElse(SignerRole.UNKNOWN);
  }

  /**
   * @param at the moment that is judged for
   */
  static SignatureReport of(
      Finding finding, TrustAnchors anchors, Instant at, String id, boolean coversWholeDocument) {
    var judgement = new Judgement(finding, anchors, at);
    judgement.decide();
    judgement.applyRules();
    return judgement.report(id, coversWholeDocument);
  }

  private void decide() {
    var sub = finding.subIndication();
    if (finding.indication().equals("TOTAL_PASSED")) {
      // a pass of the library without intact content or trusted path would be a fault of the
      // library
      passed();
    } else if (finding.indication().equals("TOTAL_FAILED") || RULES_BROKEN.contains(sub)) {
      set(Verdict.INVALID, sub.isEmpty() ? "TOTAL_FAILED" : sub);
      preferValidityOfCertificate();
    } else if (isImpersonation()) {
      set(Verdict.INVALID, "ISSUER_IMPERSONATED");
    } else {
      var unknown =
          sub.equals("CERTIFICATE_CHAIN_GENERAL_FAILURE")
              && finding.chainTrusted()
              && !finding.statusKnown();
      set(Verdict.INDETERMINATE, unknown ? "TRY_LATER" : sub.isEmpty() ? "INDETERMINATE" : sub);
      decideByTheSignersOwnWord(sub);
    }
  }

  /** What the policy says beyond the library; a verdict never gets better by it. */
  private void applyRules() {
    apply(PolicyRules.Level.FAIL, finding.stampsIntact(), "PROOFS_DAMAGED");
    apply(PolicyRules.Level.FAIL, finding.namesKept(), "PART_RENAMED");
    var rules = finding.rules();
    if (hierarchy.isPresent()) {
      apply(rules.signerLevel(), rules.speaksFor(hierarchy.get()), "OTHER_HIERARCHY");
      apply(
          rules.subjectLevel(),
          subject.filter(rules::isSatisfiedBy).isPresent(),
          "SUBJECT_INCOMPLETE");
    }
    var latest = finding.provenTime().orElse(at);
    var ahead =
        rules.claimedTimeAhead().isPresent()
            && finding
                .claimedTime()
                .filter(claimed -> claimed.isAfter(latest.plus(rules.claimedTimeAhead().get())))
                .isPresent();
    apply(rules.claimedTimeLevel(), !ahead, "CLAIMED_TIME_AHEAD");
    var seal = role == SignerRole.AGENCY || role == SignerRole.COPY;
    if (seal && finding.provenTime().isEmpty()) {
      switch (rules.timestampOnSeal()) {
        case FAIL -> apply(PolicyRules.Level.FAIL, false, "TIMESTAMP_REQUIRED");
        case WARN -> remarks.add("note.TIMESTAMP_EXPECTED");
        case IGNORE -> {
          // nobody asks for one
        }
      }
    }
  }

  private void apply(PolicyRules.Level level, boolean kept, String otherwise) {
    if (kept || level == PolicyRules.Level.IGNORE) {
      return;
    }
    if (level == PolicyRules.Level.WARN) {
      remarks.add("note." + otherwise);
    } else if (verdict == Verdict.VALID) {
      set(Verdict.INDETERMINATE, otherwise);
    }
  }

  private void set(Verdict verdict, String reason) {
    this.verdict = verdict;
    this.reason = reason;
  }

  private void passed() {
    if (!finding.intact() || !finding.chainTrusted()) {
      set(Verdict.INDETERMINATE, "CERTIFICATE_CHAIN_GENERAL_FAILURE");
    } else {
      set(
          finding.statusKnown() ? Verdict.VALID : Verdict.INDETERMINATE,
          finding.statusKnown() ? "TOTAL_PASSED" : "TRY_LATER");
    }
  }

  private void decideByTheSignersOwnWord(String sub) {
    if (!finding.intact()) {
      return;
    }
    if (sub.startsWith("CRYPTO_CONSTRAINTS_FAILURE") && claimedFrom(ALGORITHMS_BINDING)) {
      set(Verdict.INVALID, "CRYPTO_CONSTRAINTS_FAILURE");
    } else if (finding.revokedSince().filter(this::claimedFrom).isPresent()) {
      set(Verdict.INVALID, "REVOKED");
    } else {
      outsideOfValidity().ifPresent(why -> set(Verdict.INVALID, why));
    }
  }

  /** "The certificate had expired" says more than "a constraint of the signature failed". */
  private void preferValidityOfCertificate() {
    if (reason.equals("SIG_CONSTRAINTS_FAILURE") && finding.intact()) {
      outsideOfValidity().ifPresent(why -> reason = why);
    }
  }

  private boolean claimedFrom(Instant moment) {
    return finding.claimedTime().filter(claimed -> !claimed.isBefore(moment)).isPresent();
  }

  private Optional<String> outsideOfValidity() {
    if (finding.claimedTime().isEmpty() || finding.signer().isEmpty()) {
      return Optional.empty();
    }
    var claimed = finding.claimedTime().get();
    var signer = finding.signer().get();
    if (claimed.isAfter(signer.getNotAfter().toInstant())) {
      return Optional.of("EXPIRED");
    }
    return claimed.isBefore(signer.getNotBefore().toInstant())
        ? Optional.of("NOT_YET_VALID")
        : Optional.empty();
  }

  /**
   * A certificate names an authority we know as its issuer, and that authority's key did not sign
   * it.
   */
  private boolean isImpersonation() {
    if (finding.chainTrusted()) {
      return false;
    }
    var known = new LinkedHashSet<>(anchors.all());
    known.addAll(anchors.intermediates());
    for (var certificate : finding.chain()) {
      var named =
          known.stream()
              .filter(
                  ca -> ca.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
              .toList();
      if (!named.isEmpty() && named.stream().noneMatch(ca -> signed(ca, certificate))) {
        return true;
      }
    }
    return false;
  }

  private static boolean signed(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private SignatureReport report(String id, boolean coversWholeDocument) {
    var signer = finding.signer();
    // a signature that the library passed and a rule of ours does not
    var held = finding.indication().equals("TOTAL_PASSED") && verdict != Verdict.VALID;
    return new SignatureReport(
        id,
        finding.format(),
        finding.level(),
        finding.policy(),
        held ? "INDETERMINATE" : finding.indication(),
        held ? subIndication() : finding.subIndication(),
        reason,
        verdict,
        finding.intact(),
        coversWholeDocument,
        role,
        subject.map(CertificateSubject::display).orElse(""),
        signer.map(certificate -> CertificateSubject.issuerOf(certificate).display()).orElse(""),
        managedBy(),
        finding.claimedTime(),
        finding.provenTime(),
        signer.map(certificate -> certificate.getNotBefore().toInstant()),
        signer.map(certificate -> certificate.getNotAfter().toInstant()),
        signer.map(CertificateId::of),
        Texts.VIETNAMESE.explanation(reason),
        Texts.ENGLISH.explanation(reason),
        Texts.VIETNAMESE.remedy(reason),
        Texts.ENGLISH.remedy(reason),
        notes(Texts.VIETNAMESE),
        notes(Texts.ENGLISH));
  }

  /** What of EN 319 102-1, table 6, says most nearly why a passed signature does not pass here. */
  private String subIndication() {
    return switch (reason) {
      case "TRY_LATER", "CERTIFICATE_CHAIN_GENERAL_FAILURE" -> reason;
      case "PROOFS_DAMAGED", "PART_RENAMED" -> "FORMAT_FAILURE";
      case "OTHER_HIERARCHY", "SUBJECT_INCOMPLETE" -> "CHAIN_CONSTRAINTS_FAILURE";
      case "TIMESTAMP_REQUIRED", "CLAIMED_TIME_AHEAD" -> "SIG_CONSTRAINTS_FAILURE";
      default -> "";
    };
  }

  private SignerRole role(X509Certificate signer) {
    var anchor =
        finding.chainTrusted()
            ? finding.chain().stream().filter(anchors.all()::contains).findFirst().orElse(null)
            : null;
    // trusted without one of our anchors: only where trust is assumed
    return finding.chainTrusted() && anchor == null
        ? SignerRoles.inUndeclared(signer, finding.signingReason())
        : SignerRoles.of(signer, anchor, anchors, finding.signingReason());
  }

  /**
   * In the hierarchy of the Government the subscriber's organisation manages a certificate, in the
   * public one the authority does; a policy may say so itself.
   */
  private String managedBy() {
    if (finding.signer().isEmpty()) {
      return "";
    }
    var issuer = CertificateSubject.issuerOf(finding.signer().get());
    var ofAuthority = issuer.organisation().orElse(issuer.commonName());
    var by =
        finding
            .rules()
            .managedBy()
            .filter(said -> hierarchy.filter(finding.rules()::speaksFor).isPresent())
            .orElse(
                hierarchy.filter(Hierarchy.GOVERNMENT::equals).isPresent()
                    ? PolicyRules.ManagedBy.SUBSCRIBER
                    : PolicyRules.ManagedBy.AUTHORITY);
    return by == PolicyRules.ManagedBy.SUBSCRIBER
        ? subject.flatMap(CertificateSubject::organisation).orElse(ofAuthority)
        : ofAuthority;
  }

  private List<String> notes(Texts texts) {
    var notes = new ArrayList<String>();
    if (finding.provenTime().isEmpty()) {
      notes.add(texts.say("note.NO_TIMESTAMP"));
    }
    if (isSevenHoursOff()) {
      notes.add(texts.say("note.SEVEN_HOURS"));
    }
    if (finding.pkcs1v15()) {
      notes.add(texts.say("note.PKCS1"));
    }
    remarks.forEach(remark -> notes.add(texts.say(remark)));
    return notes;
  }

  /** Some tools write Vietnamese time and mark it as UTC. */
  private boolean isSevenHoursOff() {
    if (finding.claimedTime().isEmpty() || finding.provenTime().isEmpty()) {
      return false;
    }
    var ahead = Duration.between(finding.provenTime().get(), finding.claimedTime().get());
    return ahead.minus(VIETNAM_OFFSET).abs().compareTo(AFTER_SIGNING) <= 0;
  }
}
