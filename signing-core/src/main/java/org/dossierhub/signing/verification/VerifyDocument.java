package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.pdf.ChangedPage;
import org.dossierhub.signing.verification.pdf.PdfCoverage;
import org.dossierhub.signing.verification.pdf.PdfExamination;

/**
 * Says what the signatures of one file are worth, in the thread that asks. What a stranger's bytes
 * do to a parser becomes a verdict with its reason, except that a parser which loops or fills the
 * heap does so here: servers and the command line ask through {@code VerificationWorkers}.
 *
 * <ol>
 *   <li>The gate: what kind of file it is by its bytes, and whether it is of a size and shape that
 *       is examined.
 *   <li>For a PDF, our own reading: signatures, revisions, and what was written after each
 *       signature.
 *   <li>Validation of each signature by ETSI EN 319 102-1 under the policy of its hierarchy.
 *   <li>One verdict from both: a pass needs every signature valid and every byte accounted for.
 * </ol>
 */
public final class VerifyDocument implements DocumentVerifier {
  private static final Logger LOG = Logger.getLogger(VerifyDocument.class.getName());

  /** Of the processor, for our own reading of a PDF. */
  private static final Duration PATIENCE_FOR_BYTES = Duration.ofSeconds(3);

  private final Policies policies;
  private final TrustAnchors anchors;
  private final EtsiValidation validation;
  private final Clock clock;
  private final boolean shortCuts;

  public VerifyDocument(
      PolicyProfile policy, TrustAnchors anchors, RevocationSource revocation, Clock clock) {
    this(Policies.always(PolicyFile.of(policy)), anchors, revocation, clock, false);
  }

  /** Judges each signature by the policy of its hierarchy. */
  public VerifyDocument(TrustAnchors anchors, RevocationSource revocation, Clock clock) {
    this(Policies.byHierarchy(), anchors, revocation, clock, false);
  }

  /**
   * @param assumeTrusted for comparison and forensics: the certificates in a file are trusted, no
   *     revocation is looked up, and algorithms are judged as of the time the signer claims
   * @throws IllegalArgumentException if a policy cannot be read
   */
  public VerifyDocument(
      Policies policies,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock,
      boolean assumeTrusted) {
    this(policies, anchors, revocation, clock, assumeTrusted, true);
  }

  /**
   * @param shortCuts whether the library is spared what our own reading has done already; the
   *     report is the same
   */
  VerifyDocument(
      Policies policies,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock,
      boolean assumeTrusted,
      boolean shortCuts) {
    this.policies = Objects.requireNonNull(policies);
    this.anchors = Objects.requireNonNull(anchors);
    this.clock = Objects.requireNonNull(clock);
    this.validation =
        new EtsiValidation(
            policies, anchors, Objects.requireNonNull(revocation), assumeTrusted, shortCuts);
    // a policy of the operator's own may ask the library what only its own comparison can answer
    this.shortCuts =
        shortCuts && policies.files().stream().allMatch(VerifyDocument::isOfTheProduct);
  }

  private static boolean isOfTheProduct(PolicyFile file) {
    return java.util.Arrays.stream(PolicyProfile.values())
        .anyMatch(profile -> PolicyFile.of(profile).xml().equals(file.xml()));
  }

  @Override
  public ValidationReport verify(String fileName, byte[] document) {
    return verify(fileName, document, Optional.empty(), clock.instant());
  }

  @Override
  public ValidationReport verify(String fileName, Path document) throws IOException {
    return verify(fileName, Files.readAllBytes(document));
  }

  @Override
  public Examined examine(String fileName, byte[] document) {
    return examine(fileName, document, Optional.empty(), clock.instant());
  }

  @Override
  public Examined examine(String fileName, Path document) throws IOException {
    return examine(fileName, Files.readAllBytes(document));
  }

  /** The verdict with what it rests on. */
  public Examined examine(
      String fileName, byte[] document, Optional<DetachedContent> content, Instant at) {
    return begin(fileName, document, content, at).whole();
  }

  /** The verdict with what it rests on, and the pictures of changed pages still to be drawn. */
  public Examination begin(
      String fileName, byte[] document, Optional<DetachedContent> content, Instant at) {
    var kept = new Kept(new ArrayList<>(), new ArrayList<>());
    var report = verify(fileName, document, content, at, Optional.of(kept));
    return new Examination(report, kept.proofs, kept.changedPages, document);
  }

  /** What is wanted beside the verdict. */
  private record Kept(List<Proof> proofs, List<ChangedPage> changedPages) {}

  /**
   * @param content what a detached signature was made over, where it lies beside the file
   * @param at the moment to judge for
   */
  public ValidationReport verify(
      String fileName, byte[] document, Optional<DetachedContent> content, Instant at) {
    return verify(fileName, document, content, at, Optional.empty());
  }

  private ValidationReport verify(
      String fileName,
      byte[] document,
      Optional<DetachedContent> content,
      Instant at,
      Optional<Kept> kept) {
    var file = new File(Unexamined.shown(fileName), document, content, at, kept);
    try {
      return examine(file);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.WARNING, e, () -> "Examining " + file.digest() + " failed");
      return withoutSignatures(file, Verdict.REFUSED, "PARSER_FAILED");
    }
  }

  /** What is asked about; its digest is made when first needed, unless it came along otherwise. */
  private static final class File {
    private final String name;
    private final byte[] bytes;
    private final Optional<DetachedContent> content;
    private final Instant at;
    private final Optional<Kept> kept;
    private Sha256 digest;

    File(
        String name,
        byte[] bytes,
        Optional<DetachedContent> content,
        Instant at,
        Optional<Kept> kept) {
      this.name = name;
      this.bytes = bytes;
      this.content = content;
      this.at = at;
      this.kept = kept;
    }

    EtsiValidation.Findings proven(EtsiValidation.Findings found) {
      kept.ifPresent(all -> all.proofs.addAll(found.proofs()));
      return found;
    }

    Sha256 digest() {
      if (digest == null) {
        digest = Sha256.of(bytes);
      }
      return digest;
    }
  }

  private ValidationReport examine(File file) {
    var kind = FileGate.kindOf(file.bytes);
    if (file.bytes.length > kind.limit()) {
      return withoutSignatures(file, Verdict.INDETERMINATE, "LIMIT_EXCEEDED", kind.limit() >> 20);
    }
    try {
      return switch (kind) {
        case PDF -> pdf(file);
        case XML -> xml(file);
        case ZIP -> container(file);
        case CMS, EVIDENCE_RECORD -> {
          int end = Asn1Gate.examine(file.bytes);
          yield validated(
              file,
              kind,
              false,
              PdfCoverage.isLineEnd(file.bytes, end) ? List.of() : List.of(file.name),
              () ->
                  kind == FileGate.Kind.CMS
                      && EmbeddedProofs.areDamaged(List.of(file.bytes), List.of(), anchors));
        }
        case OTHER ->
            isPdfWithoutHeader(file.bytes)
                ? unreadableSignature(file)
                : withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE_FORMAT");
      };
    } catch (FileRefused e) {
      LOG.log(Level.INFO, "{0} is refused: {1}", new Object[] {file.digest(), e.getMessage()});
      return withoutSignatures(file, e.verdict(), e.reason(), e.details());
    }
  }

  private ValidationReport xml(File file) throws FileRefused {
    var shape = XmlGate.examine(file.bytes);
    return shape.signatures() == 0
        ? withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE")
        : validated(
            file,
            FileGate.Kind.XML,
            shape.onlySignature(),
            shape.loose(),
            () -> shape.values().areDamaged(anchors));
  }

  private ValidationReport container(File file) throws FileRefused {
    return switch (ZipGate.examine(file.bytes)) {
      case ASIC -> {
        var signatures = ZipGate.signatures(file.bytes);
        yield validated(
            file,
            FileGate.Kind.ZIP,
            false,
            signatures.strangers(),
            () ->
                signatures.values().areDamaged(anchors)
                    || EmbeddedProofs.areDamaged(signatures.signatures(), List.of(), anchors));
      }
      case OFFICE_SIGNED -> withoutSignatures(file, Verdict.REFUSED, "OFFICE_SIGNATURE");
      case OTHER -> withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE_FORMAT");
    };
  }

  /**
   * @param onlySignature nothing lies in the file but what its signature carries and refers to
   * @param strangers parts of a container of which the library knows nothing
   * @param damaged whether something that came along beside the signatures is not as it was issued
   */
  private ValidationReport validated(
      File file,
      FileGate.Kind kind,
      boolean onlySignature,
      List<String> strangers,
      BooleanSupplier damaged) {
    var found = validate(file, kind);
    var reports = new ArrayList<SignatureReport>();
    for (var finding : found.signatures()) {
      var covers =
          (finding.coversAll() || (onlySignature && finding.intact()))
              && found.unsignedParts().isEmpty()
              && strangers.isEmpty();
      reports.add(Judgement.of(finding, anchors, file.at, finding.id(), covers));
    }
    if (reports.isEmpty()) {
      return withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE");
    }
    if (damaged.getAsBoolean()) {
      reports.replaceAll(
          report -> PdfJudgement.lowered(report, Verdict.INDETERMINATE, "PROOFS_DAMAGED"));
    }
    if (kind == FileGate.Kind.EVIDENCE_RECORD) {
      lookAtStamps(file, reports);
    }
    var uncovered = new ArrayList<>(found.unsignedParts());
    uncovered.addAll(strangers);
    if (kind == FileGate.Kind.XML
        && reports.stream().noneMatch(SignatureReport::coversWholeDocument)) {
      uncovered.add(file.name);
    }
    return concluded(file, reports, List.of(), uncovered, false);
  }

  /** What the library leaves out: that renewals follow each other, and that all is as issued. */
  private void lookAtStamps(File file, List<SignatureReport> reports) {
    var stamps = StampsOfEvidence.in(file.bytes);
    if (stamps.isEmpty() || EmbeddedProofs.areDamaged(stamps.get().tokens(), List.of(), anchors)) {
      reports.replaceAll(
          report -> PdfJudgement.lowered(report, Verdict.INDETERMINATE, "PROOFS_DAMAGED"));
    } else if (!stamps.get().ascending()) {
      reports.replaceAll(
          report -> PdfJudgement.lowered(report, Verdict.INDETERMINATE, "TIMESTAMP_ORDER_FAILURE"));
    }
  }

  private EtsiValidation.Findings validate(File file, FileGate.Kind kind) {
    try {
      return file.proven(
          validation.validate(
              file.name, file.bytes, kind, file.content, file.at, file.kept.isPresent()));
    } catch (RuntimeException e) {
      throw new IllegalStateException("The validation of " + file.digest() + " broke off", e);
    }
  }

  private ValidationReport pdf(File file) throws FileRefused {
    PdfGate.examine(file.bytes);
    try (var opened = new LibraryPdf(file.bytes)) {
      return pdf(file, opened);
    }
  }

  private ValidationReport pdf(File file, LibraryPdf opened) {
    PdfExamination examination;
    try {
      examination = PdfCoverage.examine(file.bytes, opened, PATIENCE_FOR_BYTES);
    } catch (PdfCoverage.TooMuchWork e) {
      LOG.log(
          Level.WARNING,
          "{0} asks for too much work: {1}",
          new Object[] {file.digest(), e.getMessage()});
      return withoutSignatures(file, Verdict.INDETERMINATE, "OUT_OF_BUDGET");
    }
    examination
        .disagreement()
        .ifPresent(
            what ->
                LOG.log(
                    Level.INFO, "{0} reads in two ways: {1}", new Object[] {file.digest(), what}));
    if (examination.signatures().isEmpty() && examination.disagreement().isEmpty()) {
      return examination.signatureRemoved() || mentionsSignature(file.bytes)
          ? unreadableSignature(file)
          : withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE");
    }
    var found = validatePdf(file, opened, examination);
    var judgement =
        new PdfJudgement(examination, found, file.bytes, anchors, file.at, policies.name());
    if (judgement.signatures().isEmpty()) {
      if (!examination.signatures().isEmpty() && examination.disagreement().isEmpty()) {
        return withoutSignatures(file, Verdict.UNSIGNED, "ONLY_TIMESTAMPS");
      }
      return mentionsSignature(file.bytes)
          ? unreadableSignature(file)
          : withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE");
    }
    file.kept.ifPresent(all -> all.changedPages.addAll(judgement.changedPages()));
    return concluded(
        file,
        judgement.signatures(),
        judgement.changes(),
        List.of(),
        examination.signatureRemoved());
  }

  /**
   * If the library fails on a PDF, the signatures our own reading found are there all the same, and
   * do not pass.
   */
  private List<EtsiValidation.Finding> validatePdf(
      File file, LibraryPdf opened, PdfExamination examination) {
    try {
      return file.proven(
              shortCut(file, opened, examination)
                  .orElseGet(
                      () ->
                          validation.validate(
                              file.name,
                              file.bytes,
                              FileGate.Kind.PDF,
                              file.content,
                              file.at,
                              file.kept.isPresent())))
          .signatures();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "The validation of " + file.digest() + " broke off");
      return List.of();
    }
  }

  /** Where anything at all is unexpected, the library has to look for itself. */
  private Optional<EtsiValidation.Findings> shortCut(
      File file, LibraryPdf opened, PdfExamination examination) {
    if (!shortCuts || file.content.isPresent() || !examination.isAccountedFor()) {
      return Optional.empty();
    }
    try {
      var revisions = new AccountedRevisions(file.bytes, opened, examination);
      file.digest = revisions.digests().whole();
      return Optional.of(
          validation.validate(file.name, file.bytes, revisions, file.at, file.kept.isPresent()));
    } catch (RuntimeException e) {
      LOG.log(Level.INFO, e, () -> file.digest() + " is examined without short cuts");
      return Optional.empty();
    }
  }

  /** Programs that show it anyway would show something signed that nobody can verify (A1). */
  private static boolean isPdfWithoutHeader(byte[] file) {
    int end = Math.max(0, file.length - FileGate.START);
    var tail = new String(file, end, file.length - end, StandardCharsets.ISO_8859_1);
    return tail.contains("startxref") && tail.contains("%%EOF") && mentionsSignature(file);
  }

  /**
   * Even where no reader finds a signature: bytes that speak of one were not written without one.
   */
  private static boolean mentionsSignature(byte[] pdf) {
    var text = new String(pdf, StandardCharsets.ISO_8859_1);
    return text.contains("/ByteRange")
        || text.contains("/ETSI.CAdES.detached")
        || text.contains("/adbe.pkcs7.");
  }

  private ValidationReport unreadableSignature(File file) {
    return concluded(
        file, List.of(PdfJudgement.unreadable("?", policies.name())), List.of(), List.of(), false);
  }

  private ValidationReport concluded(
      File file,
      List<SignatureReport> signatures,
      List<DocumentChange> changes,
      List<String> uncovered,
      boolean signatureRemoved) {
    var verdict = Verdict.VALID;
    var reason = "TOTAL_PASSED";
    for (var deciding : List.of(Verdict.INVALID, Verdict.INDETERMINATE)) {
      var first =
          signatures.stream().filter(signature -> signature.verdict() == deciding).findFirst();
      if (verdict == Verdict.VALID && first.isPresent()) {
        verdict = deciding;
        reason = first.get().reason();
      }
    }
    if (signatureRemoved && verdict != Verdict.INVALID) {
      verdict = Verdict.INVALID;
      reason = "SIGNATURE_REMOVED";
    }
    if (!uncovered.isEmpty() && verdict == Verdict.VALID) {
      verdict = Verdict.INDETERMINATE;
      reason = "PARTS_NOT_SIGNED";
    }
    return report(file, verdict, reason, signatures, changes, uncovered);
  }

  private ValidationReport withoutSignatures(
      File file, Verdict verdict, String reason, Object... details) {
    return Unexamined.report(
        file.name, file.digest(), policies.name(), file.at, verdict, reason, details);
  }

  private ValidationReport report(
      File file,
      Verdict verdict,
      String reason,
      List<SignatureReport> signatures,
      List<DocumentChange> changes,
      List<String> uncovered) {
    return new ValidationReport(
        file.name,
        file.digest(),
        used(signatures),
        file.at,
        verdict,
        reason,
        sentence(Texts.VIETNAMESE, verdict, reason, signatures),
        sentence(Texts.ENGLISH, verdict, reason, signatures),
        signatures,
        changes,
        uncovered);
  }

  /** The policies the signatures were judged by, each once. */
  private String used(List<SignatureReport> signatures) {
    return signatures.isEmpty()
        ? policies.name()
        : signatures.stream()
            .map(SignatureReport::policy)
            .distinct()
            .collect(Collectors.joining(", "));
  }

  private static String sentence(
      Texts texts, Verdict verdict, String reason, List<SignatureReport> signatures) {
    var who =
        signatures.stream()
            .map(signature -> texts.say("signed." + signature.role(), signature.signer()))
            .toList();
    return texts.say("sentence." + verdict, String.join("; ", who), texts.explanation(reason));
  }
}
