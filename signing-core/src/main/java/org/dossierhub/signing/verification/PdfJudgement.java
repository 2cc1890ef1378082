package org.dossierhub.signing.verification;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dossierhub.signing.identity.CertificateSubject;
import org.dossierhub.signing.verification.EtsiValidation.Finding;
import org.dossierhub.signing.verification.pdf.ChangedPage;
import org.dossierhub.signing.verification.pdf.PdfChange;
import org.dossierhub.signing.verification.pdf.PdfChange.Kind;
import org.dossierhub.signing.verification.pdf.PdfCoverage;
import org.dossierhub.signing.verification.pdf.PdfExamination;
import org.dossierhub.signing.verification.pdf.SignedRange;

/**
 * Brings together what the library says of the signatures of a PDF and what our own reading of its
 * bytes says, so that a signature passes only if both let it pass.
 */
final class PdfJudgement {
  private final PdfExamination examination;
  private final byte[] pdf;
  private final TrustAnchors anchors;
  private final Instant at;
  private final String policy;
  private final Map<Integer, SignatureReport> reports = new LinkedHashMap<>();
  private final Map<Integer, Finding> findings = new LinkedHashMap<>();
  private final List<SignatureReport> others = new ArrayList<>();
  private final List<DocumentChange> changes = new ArrayList<>();
  private final Map<Integer, ChangedPage> changedPages = new TreeMap<>();

  /**
   * @param at the moment that is judged for
   * @param policy named where a signature cannot be read
   */
  PdfJudgement(
      PdfExamination examination,
      List<Finding> found,
      byte[] pdf,
      TrustAnchors anchors,
      Instant at,
      String policy) {
    this.examination = examination;
    this.pdf = pdf;
    this.anchors = anchors;
    this.at = at;
    this.policy = policy;
    match(found);
    // what the seal answers for is judged when all is known about the seal
    examination.changes().stream().filter(change -> !waitsForSeal(change)).forEach(this::lower);
    examination.changes().stream().filter(PdfJudgement::waitsForSeal).forEach(this::lower);
    examination.changes().forEach(this::describe);
    if (examination.encrypted() && !examination.changes().isEmpty()) {
      reports.replaceAll((index, report) -> lowered(report, Verdict.INDETERMINATE, "ENCRYPTED"));
    }
    // a time-stamp that cannot be read has no report of its own that could fall
    if (EmbeddedProofs.areDamaged(values(false), values(true), examination.proofs(), anchors)) {
      reports.replaceAll(
          (index, report) -> lowered(report, Verdict.INDETERMINATE, "PROOFS_DAMAGED"));
    }
    if (examination.disagreement().isPresent()) {
      reports.replaceAll(
          (index, report) -> lowered(report, Verdict.INDETERMINATE, "READINGS_DIFFER"));
      others.replaceAll(report -> lowered(report, Verdict.INDETERMINATE, "READINGS_DIFFER"));
    }
  }

  private List<byte[]> values(boolean timestamps) {
    var values = new ArrayList<byte[]>();
    for (var signature : examination.signatures()) {
      if (signature.unreadable().isEmpty() && signature.timestamp() == timestamps) {
        int from = signature.byteRange().get(1) + 1;
        int to = signature.byteRange().get(2) - 1;
        values.add(
            HexFormat.of().parseHex(new String(pdf, from, to - from, StandardCharsets.US_ASCII)));
      }
    }
    return values;
  }

  /** In the order in which they were made; those that cannot be read come last. */
  List<SignatureReport> signatures() {
    var readable = new ArrayList<SignatureReport>();
    var unreadable = new ArrayList<SignatureReport>();
    reports.forEach(
        (index, report) ->
            (examination.signatures().get(index).unreadable().isEmpty() ? readable : unreadable)
                .add(report));
    readable.addAll(others);
    readable.addAll(unreadable);
    return readable;
  }

  List<DocumentChange> changes() {
    return changes;
  }

  /** Pages with changes that are not permitted, each once. */
  List<ChangedPage> changedPages() {
    return List.copyOf(changedPages.values());
  }

  /**
   * Every signature that one of both readings knows gets a report; one that only one of them knows
   * never passes.
   */
  private void match(List<Finding> found) {
    var remaining = new ArrayList<>(found);
    for (int i = 0; i < examination.signatures().size(); i++) {
      var signature = examination.signatures().get(i);
      var match =
          remaining.stream()
              .filter(
                  finding ->
                      signature.unreadable().isEmpty()
                          && finding.byteRange().equals(signature.byteRange()))
              .findFirst();
      match.ifPresent(remaining::remove);
      if (match.isPresent()) {
        findings.put(i, match.get());
        reports.put(
            i, Judgement.of(match.get(), anchors, at, signature.field(), coversAll(signature)));
      } else if (!signature.timestamp() || signature.unreadable().isPresent()) {
        reports.put(i, unreadable(signature.field(), policy));
      }
    }
    for (var finding : remaining) {
      var id = finding.fields().isEmpty() ? finding.id() : finding.fields().get(0);
      var known =
          examination.signatures().stream().anyMatch(signature -> signature.field().equals(id));
      if (!known) {
        others.add(
            lowered(
                Judgement.of(finding, anchors, at, id, false),
                Verdict.INDETERMINATE,
                "READINGS_DIFFER"));
      }
    }
  }

  static SignatureReport unreadable(String id, String policy) {
    return new SignatureReport(
        id,
        "PAdES",
        "",
        policy,
        "TOTAL_FAILED",
        "FORMAT_FAILURE",
        "UNREADABLE_SIGNATURE",
        Verdict.INVALID,
        false,
        false,
        SignerRole.UNKNOWN,
        "",
        "",
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Texts.VIETNAMESE.explanation("UNREADABLE_SIGNATURE"),
        Texts.ENGLISH.explanation("UNREADABLE_SIGNATURE"),
        Texts.VIETNAMESE.remedy("UNREADABLE_SIGNATURE"),
        Texts.ENGLISH.remedy("UNREADABLE_SIGNATURE"),
        List.of(),
        List.of());
  }

  private boolean coversAll(SignedRange signature) {
    return PdfCoverage.isLineEnd(pdf, signature.end());
  }

  private static boolean waitsForSeal(PdfChange change) {
    return change.rule() == PdfChange.Rule.CLERK_STEP;
  }

  private void describe(PdfChange change) {
    var verdict = verdictOf(change);
    // what waits only for the verdict about the seal is permitted as such
    var allowed = waitsForSeal(change) ? verdict != Verdict.INVALID : verdict == Verdict.VALID;
    changes.add(described(change, allowed, examination.signatures().get(change.after()).field()));
    if (!allowed && change.page() > 0) {
      int before = examination.signatures().get(change.after()).end();
      int after = change.by() < 0 ? pdf.length : examination.signatures().get(change.by()).end();
      changedPages.merge(
          change.page(), new ChangedPage(change.page(), before, after), ChangedPage::and);
    }
  }

  private void lower(PdfChange change) {
    var verdict = verdictOf(change);
    if (verdict != Verdict.VALID) {
      var reason = reasonOf(change);
      reports.replaceAll(
          (index, report) -> index <= change.after() ? lowered(report, verdict, reason) : report);
    }
  }

  private Verdict verdictOf(PdfChange change) {
    return switch (change.rule()) {
      case PERMITTED -> Verdict.VALID;
      case DOUBTFUL -> Verdict.INDETERMINATE;
      case FORBIDDEN -> Verdict.INVALID;
      case CLERK_STEP -> clerkStep(reports.get(change.by()));
      case SAME_AGENCY -> sameAgency(change) ? Verdict.INDETERMINATE : Verdict.INVALID;
    };
  }

  /** The seal answers for number and date; without a valid seal of an agency nobody does. */
  private static Verdict clerkStep(SignatureReport seal) {
    if (seal == null) {
      return Verdict.INVALID;
    }
    if (seal.verdict() == Verdict.VALID) {
      return seal.role() == SignerRole.AGENCY ? Verdict.VALID : Verdict.INVALID;
    }
    return seal.verdict();
  }

  private boolean sameAgency(PdfChange change) {
    var earlier = findings.get(change.after());
    var later = findings.get(change.by());
    if (earlier == null
        || later == null
        || earlier.signer().isEmpty()
        || later.signer().isEmpty()) {
      return false;
    }
    var one = CertificateSubject.of(earlier.signer().get());
    var other = CertificateSubject.of(later.signer().get());
    return agencies(one).stream()
        .anyMatch(name -> agencies(other).stream().anyMatch(said -> sameAgency(name, said)));
  }

  /** "SỞ XÂY DỰNG" in one certificate is "SỞ XÂY DỰNG TỈNH BÌNH MINH" in the other. */
  private static boolean sameAgency(String name, String other) {
    return name.equals(other) || name.startsWith(other + " ") || other.startsWith(name + " ");
  }

  private static List<String> agencies(CertificateSubject subject) {
    var names = new ArrayList<String>();
    names.add(subject.commonName());
    names.addAll(subject.organisationalUnits());
    if (subject.organisationalUnits().isEmpty()) {
      subject.organisation().ifPresent(names::add);
    }
    return names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
  }

  private static String reasonOf(PdfChange change) {
    return switch (change.kind()) {
      case NUMBER_AND_DATE, SEAL -> "CLERK_STEP_WITHOUT_SEAL";
      case SIGNATURE, COVERING, TIMESTAMP -> "SIGNATURE_NOT_PERMITTED";
      case PAGE_CONTENT -> "PAGE_CONTENT_CHANGED";
      case ANNOTATION -> "ANNOTATION_CHANGED";
      case FORM_FIELD -> "FORM_FIELD_CHANGED";
      case PAGES -> "PAGES_CHANGED";
      case BYTES -> "BYTES_NOT_EXPLAINED";
      case STRUCTURE, METADATA, PROOFS -> "STRUCTURE_CHANGED";
    };
  }

  private static DocumentChange described(PdfChange change, boolean allowed, String after) {
    return new DocumentChange(
        after,
        kindOf(change.kind()),
        change.page(),
        allowed,
        words(change, Texts.VIETNAMESE),
        words(change, Texts.ENGLISH));
  }

  private static String words(PdfChange change, Texts texts) {
    var key = change.kind() == Kind.BYTES ? "change.STRUCTURE" : "change." + change.kind();
    var what = texts.say(key, change.detail());
    return change.page() == 0 ? what : texts.say("change.ON_PAGE", change.page(), what);
  }

  private static DocumentChange.Kind kindOf(Kind kind) {
    return switch (kind) {
      case NUMBER_AND_DATE -> DocumentChange.Kind.NUMBER_AND_DATE;
      case SEAL, SIGNATURE, COVERING -> DocumentChange.Kind.SIGNATURE;
      case TIMESTAMP, PROOFS -> DocumentChange.Kind.PROOFS;
      case PAGE_CONTENT -> DocumentChange.Kind.PAGE_CONTENT;
      case ANNOTATION -> DocumentChange.Kind.ANNOTATION;
      case FORM_FIELD -> DocumentChange.Kind.FORM_FIELD;
      case PAGES -> DocumentChange.Kind.PAGES;
      case METADATA, STRUCTURE, BYTES -> DocumentChange.Kind.STRUCTURE;
    };
  }

  /** The same report with a worse verdict; a verdict never gets better. */
  static SignatureReport lowered(SignatureReport report, Verdict to, String reason) {
    // the library says only "format" of what our own reading can name
    var sameButVague = report.verdict() == to && report.reason().equals("FORMAT_FAILURE");
    if (!sameButVague && (report.verdict() == Verdict.INVALID || report.verdict() == to)) {
      return report;
    }
    return new SignatureReport(
        report.id(),
        report.format(),
        report.level(),
        report.policy(),
        to == Verdict.INVALID ? "TOTAL_FAILED" : "INDETERMINATE",
        "FORMAT_FAILURE",
        reason,
        to,
        report.cryptoIntact(),
        report.coversWholeDocument(),
        report.role(),
        report.signer(),
        report.issuer(),
        report.managedBy(),
        report.claimedTime(),
        report.provenTime(),
        report.notBefore(),
        report.notAfter(),
        report.certificate(),
        Texts.VIETNAMESE.explanation(reason),
        Texts.ENGLISH.explanation(reason),
        Texts.VIETNAMESE.remedy(reason),
        Texts.ENGLISH.remedy(reason),
        report.notes(),
        report.notesEn());
  }
}
