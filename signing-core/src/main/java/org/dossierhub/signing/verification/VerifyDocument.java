package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.pdf.PdfCoverage;
import org.dossierhub.signing.verification.pdf.PdfExamination;

/**
 * Says what the signatures of one file are worth. Every file gets an answer: whatever a stranger's
 * bytes do to a parser becomes a verdict with its reason, is logged, and never an exception. Safe
 * for use by several threads at once.
 *
 * <ol>
 *   <li>The gate: what kind of file it is by its bytes, and whether it is of a size and shape that
 *       is examined.
 *   <li>For a PDF, our own reading: signatures, revisions, and what was written after each
 *       signature.
 *   <li>Validation of each signature by ETSI EN 319 102-1 under the policy of the product.
 *   <li>One verdict from both: a pass needs every signature valid and every byte accounted for.
 * </ol>
 */
public final class VerifyDocument {
  private static final Logger LOG = Logger.getLogger(VerifyDocument.class.getName());

  /**
   * Network answers of slow authorities included; the work on the bytes themselves is bounded more
   * tightly.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final Duration PATIENCE_FOR_BYTES = Duration.ofSeconds(5);
  private static final int LONGEST_NAME = 200;
  private static final long MOST_LOADED = 256L << 20;

  /** Daemons: a parser that does not come back must not keep the program from ending. */
  private static final ExecutorService EXAMINERS =
      Executors.newCachedThreadPool(
          work -> {
            var thread = new Thread(work, "examines a signed file");
            thread.setDaemon(true);
            // the libraries look for their parts through it; a server would offer those of its own
            thread.setContextClassLoader(VerifyDocument.class.getClassLoader());
            return thread;
          });

  private final PolicyProfile policy;
  private final TrustAnchors anchors;
  private final EtsiValidation validation;
  private final Clock clock;

  public VerifyDocument(
      PolicyProfile policy, TrustAnchors anchors, RevocationSource revocation, Clock clock) {
    this.policy = Objects.requireNonNull(policy);
    this.anchors = Objects.requireNonNull(anchors);
    this.clock = Objects.requireNonNull(clock);
    this.validation = new EtsiValidation(policy, anchors, Objects.requireNonNull(revocation));
  }

  /**
   * @param fileName for the report only; nothing is told from it
   */
  public ValidationReport verify(String fileName, byte[] document) {
    var file = new File(shown(fileName), document, Sha256.of(document), clock.instant());
    var answer = EXAMINERS.submit(() -> examine(file));
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      LOG.log(Level.WARNING, "{0} was given up after {1}", new Object[] {file.digest, PATIENCE});
      return withoutSignatures(file, Verdict.INDETERMINATE, "OUT_OF_BUDGET");
    } catch (ExecutionException e) {
      LOG.log(Level.WARNING, e.getCause(), () -> "Examining " + file.digest + " failed");
      return withoutSignatures(file, Verdict.REFUSED, "PARSER_FAILED");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return withoutSignatures(file, Verdict.INDETERMINATE, "OUT_OF_BUDGET");
    }
  }

  /**
   * The same for a file on disk; one that is larger than what is examined is hashed without being
   * loaded.
   *
   * @throws IOException if the file cannot be read
   */
  public ValidationReport verify(Path path) throws IOException {
    var name = path.getFileName().toString();
    try (var in = Files.newInputStream(path)) {
      var kind = FileGate.kindOf(in.readNBytes(FileGate.START));
      if (Files.size(path) <= Math.min(kind.limit(), MOST_LOADED)) {
        return verify(name, Files.readAllBytes(path));
      }
      try (var whole = Files.newInputStream(path)) {
        var file = new File(shown(name), new byte[0], Sha256.of(whole), clock.instant());
        return kind == FileGate.Kind.OTHER
            ? withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE_FORMAT")
            : withoutSignatures(file, Verdict.INDETERMINATE, "LIMIT_EXCEEDED", kind.limit() >> 20);
      }
    }
  }

  /**
   * The answer for a file that could not be opened, so that a list of files has an answer for each.
   */
  public ValidationReport unreadable(String fileName) {
    var file = new File(shown(fileName), new byte[0], Sha256.of(new byte[0]), clock.instant());
    return withoutSignatures(file, Verdict.REFUSED, "FILE_NOT_READABLE");
  }

  private record File(String name, byte[] bytes, Sha256 digest, Instant at) {}

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
        case CMS -> validated(file, kind);
        case OTHER -> withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE_FORMAT");
      };
    } catch (FileRefused e) {
      LOG.log(Level.INFO, "{0} is refused: {1}", new Object[] {file.digest, e.getMessage()});
      return withoutSignatures(file, e.verdict(), e.reason(), e.details());
    }
  }

  private ValidationReport xml(File file) throws FileRefused {
    return XmlGate.examine(file.bytes) == 0
        ? withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE")
        : validated(file, FileGate.Kind.XML);
  }

  private ValidationReport container(File file) throws FileRefused {
    return switch (ZipGate.examine(file.bytes)) {
      case ASIC -> validated(file, FileGate.Kind.ZIP);
      case OFFICE_SIGNED -> withoutSignatures(file, Verdict.REFUSED, "OFFICE_SIGNATURE");
      case OTHER -> withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE_FORMAT");
    };
  }

  private ValidationReport validated(File file, FileGate.Kind kind) {
    var found = validate(file, kind);
    var reports = new ArrayList<SignatureReport>();
    for (var finding : found.signatures()) {
      var covers = finding.coversAll() && found.unsignedParts().isEmpty();
      reports.add(Judgement.of(finding, anchors, finding.id(), covers));
    }
    if (reports.isEmpty()) {
      return withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE");
    }
    var uncovered = new ArrayList<>(found.unsignedParts());
    if (kind == FileGate.Kind.XML
        && reports.stream().noneMatch(SignatureReport::coversWholeDocument)) {
      uncovered.add(file.name);
    }
    return concluded(file, reports, List.of(), uncovered, false);
  }

  private EtsiValidation.Findings validate(File file, FileGate.Kind kind) {
    try {
      return validation.validate(file.name, file.bytes, kind, file.at);
    } catch (RuntimeException e) {
      throw new IllegalStateException("The validation of " + file.digest + " broke off", e);
    }
  }

  private ValidationReport pdf(File file) {
    PdfExamination examination;
    try {
      examination = PdfCoverage.examine(file.bytes, PATIENCE_FOR_BYTES);
    } catch (PdfCoverage.TooMuchWork e) {
      LOG.log(
          Level.WARNING,
          "{0} asks for too much work: {1}",
          new Object[] {file.digest, e.getMessage()});
      return withoutSignatures(file, Verdict.INDETERMINATE, "OUT_OF_BUDGET");
    }
    examination
        .disagreement()
        .ifPresent(
            what ->
                LOG.log(
                    Level.INFO, "{0} reads in two ways: {1}", new Object[] {file.digest, what}));
    if (examination.signatures().isEmpty() && examination.disagreement().isEmpty()) {
      return examination.signatureRemoved() || mentionsSignature(file.bytes)
          ? unreadableSignature(file)
          : withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE");
    }
    var found = validatePdf(file);
    var judgement = new PdfJudgement(examination, found, file.bytes, anchors);
    if (judgement.signatures().isEmpty()) {
      return mentionsSignature(file.bytes)
          ? unreadableSignature(file)
          : withoutSignatures(file, Verdict.UNSIGNED, "NO_SIGNATURE");
    }
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
  private List<EtsiValidation.Finding> validatePdf(File file) {
    try {
      return validation.validate(file.name, file.bytes, FileGate.Kind.PDF, file.at).signatures();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "The validation of " + file.digest + " broke off");
      return List.of();
    }
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
    return concluded(file, List.of(PdfJudgement.unreadable("?")), List.of(), List.of(), false);
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
    return report(file, verdict, reason, List.of(), List.of(), List.of(), details);
  }

  private ValidationReport report(
      File file,
      Verdict verdict,
      String reason,
      List<SignatureReport> signatures,
      List<DocumentChange> changes,
      List<String> uncovered,
      Object... details) {
    return new ValidationReport(
        file.name,
        file.digest,
        policy.code(),
        file.at,
        verdict,
        reason,
        sentence(Texts.VIETNAMESE, verdict, reason, signatures, details),
        sentence(Texts.ENGLISH, verdict, reason, signatures, details),
        signatures,
        changes,
        uncovered);
  }

  private static String sentence(
      Texts texts,
      Verdict verdict,
      String reason,
      List<SignatureReport> signatures,
      Object... details) {
    var who =
        signatures.stream()
            .map(signature -> texts.say("signed." + signature.role(), signature.signer()))
            .toList();
    return texts.say(
        "sentence." + verdict, String.join("; ", who), texts.explanation(reason, details));
  }

  /** Names come from strangers: one line, no marks that turn text around, normalised. */
  private static String shown(String fileName) {
    var clean =
        Normalizer.normalize(fileName, Normalizer.Form.NFC)
            .replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "");
    return clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean;
  }
}
