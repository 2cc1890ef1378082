package org.dossierhub.signing.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.signing.report.ReportContent;
import org.dossierhub.signing.report.ReportFormat;
import org.dossierhub.signing.report.WriteReport;
import org.dossierhub.signing.verification.Examined;
import org.dossierhub.signing.verification.HostTable;
import org.dossierhub.signing.verification.ImportedLists;
import org.dossierhub.signing.verification.NetworkRevocationSource;
import org.dossierhub.signing.verification.Policies;
import org.dossierhub.signing.verification.PolicyFile;
import org.dossierhub.signing.verification.PolicyProfile;
import org.dossierhub.signing.verification.ReportInWords;
import org.dossierhub.signing.verification.ReportJson;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.worker.VerificationWorkers;
import org.dossierhub.signing.worker.WorkerSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * Says what the signatures of files are worth: one line with the verdict for each file, then the
 * detail per signature. Exits with 0 when every file is valid, 1 otherwise, 2 when it was called
 * wrongly.
 */
@Command(
    name = "verify",
    sortOptions = false,
    description =
        "Kiểm tra chữ ký số của các tệp (PDF, XML, CAdES, ASiC).%nVerifies the digital signatures of files.",
    exitCodeOnInvalidInput = 2,
    exitCodeListHeading = "%nMã kết thúc / exit codes:%n",
    exitCodeList = {
      "0:mọi tệp đều hợp lệ / every file is valid",
      "1:có tệp không hợp lệ / some file is not",
      "2:gọi sai / wrong call"
    })
public final class Verify implements Callable<Integer> {

  @Option(
      names = "--json",
      description = "Mỗi tệp một dòng JSON. / One line of JSON for each file.")
  private boolean json;

  @Option(
      names = "--trust",
      paramLabel = "FOLDER|PEM",
      description =
          "Nơi tin cậy: thư mục có government/, public/, intermediates/, hoặc tệp chứng thư số. / Where trust ends.")
  private List<Path> trust = List.of();

  @Option(
      names = "--policy",
      paramLabel = "NAME|FILE",
      description =
          "VN-GOV-2025, VN-PUBLIC-2025, LEGACY-READ, hoặc tệp. Mặc định: theo hệ thống chứng thực của từng chữ ký. / "
              + "Default: each signature by the policy of its hierarchy.")
  private String policy;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Kết luận cho thời điểm này, ISO 8601. / The moment to judge for.")
  private String at;

  @Option(
      names = "--crl",
      paramLabel = "FILE|FOLDER",
      description = "Danh sách thu hồi đã tải sẵn. / Revocation lists at hand.")
  private List<Path> lists = List.of();

  @Option(
      names = "--allow",
      paramLabel = "HOST:PORT",
      description =
          "Được hỏi CRL, OCSP ở đây; ngoài ra không kết nối mạng. / May be asked for CRL and OCSP; nobody else is.")
  private List<String> allowed = List.of();

  @Option(
      names = "--hosts",
      paramLabel = "FILE",
      description =
          "Bảng máy chủ thay thế: hỏi ở đâu thay cho địa chỉ trong chứng thư số; phải nằm trong --allow. / "
              + "Whom to ask in the place of whom; within --allow.")
  private Path hosts;

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = "Nội dung của chữ ký tách rời. / What a detached signature was made over.")
  private Path content;

  @Option(
      names = "--assume-trusted",
      description =
          "Coi chứng thư số trong tệp là tin cậy, không hỏi thu hồi; không bao giờ kết thúc bằng 0. / "
              + "For comparison: takes embedded certificates for trusted; never exits with 0.")
  private boolean assumeTrusted;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Số tệp kiểm tra cùng lúc. / Files examined at a time.")
  private Integer workers;

  @Option(
      names = "--heap",
      paramLabel = "MB",
      description = "Bộ nhớ cho mỗi tệp. / Memory of each worker. Mặc định / default: 768.")
  private Integer heap;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "Thời gian cho mỗi tệp. / Time for each file. Mặc định / default: 4.")
  private Integer patience;

  @Option(
      names = "--lang",
      paramLabel = "vi|en",
      defaultValue = "vi",
      description = "Ngôn ngữ. / Language.")
  private String language;

  @Option(
      names = "--report",
      paramLabel = "FILE.html|.pdf|.xml",
      description =
          "Ghi báo cáo (không ký) về một tệp. / Writes the report about one file, unsealed.")
  private Path report;

  @Option(names = "--verbose", description = "Ghi nhật ký ra stderr. / Logs to stderr.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Trợ giúp. / Help.")
  private boolean help;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Tệp cần kiểm tra. / Files to verify.")
  private List<Path> files = List.of();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Reports that wait for the one before them take memory. */
  private static final int ANSWERS_AHEAD = 256;

  private final PrintStream out;

  Verify(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    // the console may be anything; the words are Vietnamese
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new CommandLine(new Verify(out))
        .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExpandAtFiles(false) // a file may be named @so
        .execute(arguments);
  }

  @Override
  public Integer call() {
    quieten();
    var words = ReportInWords.in(language());
    if (content != null && !Files.isReadable(content)) {
      throw wrong("--content: cannot be read: " + content);
    }
    var format = reportFormat();
    var settings = settings();
    var clock = clock();
    try (var verifier =
        new VerificationWorkers(
            settings, policies(), anchors(), revocation(clock), clock, assumeTrusted)) {
      ready(verifier);
      var allValid = verify(verifier, settings.workers(), words, format);
      return allValid && !assumeTrusted ? 0 : 1;
    }
  }

  private Optional<ReportFormat> reportFormat() {
    if (report == null) {
      return Optional.empty();
    }
    if (files.size() > 1) {
      throw wrong("--report: one report is about one file");
    }
    var format = ReportFormat.ofFile(report.toString());
    if (format.isEmpty() || !Files.isDirectory(report.toAbsolutePath().getParent())) {
      throw wrong("--report: a name that ends in .html, .pdf or .xml, in a folder that exists");
    }
    return format;
  }

  private void write(Examined about, ReportFormat format) {
    var content =
        new ReportContent(about.report(), language(), assumeTrusted, List.of(), Optional.empty())
            .restingOn(about.proofs());
    try {
      Files.write(report, WriteReport.unsealed(content, format));
    } catch (IOException e) {
      throw wrong("--report: cannot be written: " + report);
    }
  }

  private void ready(VerificationWorkers verifier) {
    try {
      verifier.awaitFit();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private record Answer(Examined examined, long millis) {
    ValidationReport report() {
      return examined.report();
    }
  }

  /** Several at a time, the answers in the order of the files; true if every file is valid. */
  private boolean verify(
      VerificationWorkers verifier,
      int atATime,
      ReportInWords words,
      Optional<ReportFormat> format) {
    var threads =
        Executors.newFixedThreadPool(
            atATime,
            work -> {
              var thread = new Thread(work, "verifies files");
              thread.setDaemon(true);
              return thread;
            });
    try {
      var answers = new ArrayDeque<Future<Answer>>();
      var next = files.iterator();
      var answered = files.iterator();
      boolean allValid = true;
      while (answered.hasNext()) {
        while (next.hasNext() && answers.size() < ANSWERS_AHEAD) {
          var file = next.next();
          answers.add(threads.submit(() -> verify(verifier, file)));
        }
        var answer = get(answers.remove());
        allValid &= answer.report().verdict() == Verdict.VALID;
        format.ifPresent(one -> write(answer.examined, one));
        if (json) {
          out.println(ReportJson.write(answer.report(), assumeTrusted, answer.millis));
          answered.next();
        } else {
          print(answered.next(), answer.report(), words);
        }
      }
      out.flush();
      return allValid;
    } finally {
      threads.shutdownNow();
    }
  }

  private Answer verify(VerificationWorkers verifier, Path file) {
    long start = System.nanoTime();
    var beside = Optional.ofNullable(content);
    var examined =
        report == null
            ? new Examined(verifier.verify(file, beside), List.of())
            : verifier.examine(file, beside);
    return new Answer(examined, (System.nanoTime() - start) / 1_000_000);
  }

  private static Answer get(Future<Answer> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Every file gets an answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private void print(Path file, ValidationReport report, ReportInWords words) {
    out.println(
        file
            + ": "
            + words.verdict(report.verdict()).toUpperCase(language())
            + ". "
            + words.sentence(report));
    int number = 0;
    for (var signature : report.signatures()) {
      out.printf(
          "  [%d] %s — %s (%s %s, %s%s)%n",
          ++number,
          signature.id(),
          words.verdict(signature.verdict()),
          signature.format(),
          signature.level(),
          signature.indication(),
          signature.subIndication().isEmpty() ? "" : "/" + signature.subIndication());
      int item = 0;
      for (var one : words.sevenItems(signature)) {
        out.println("      " + ++item + ". " + one.title() + ": " + one.value());
      }
      if (signature.verdict() != Verdict.VALID) {
        out.println("      → " + words.remedy(signature));
      }
      words.notes(signature).forEach(note -> out.println("      • " + note));
    }
    report.changes().forEach(change -> out.println("  ~ " + words.change(change)));
    report.uncovered().forEach(part -> out.println("  ! " + words.uncovered(part)));
  }

  private Locale language() {
    if (!Set.of("vi", "en").contains(language)) {
      throw wrong("--lang: vi, en");
    }
    return new Locale(language);
  }

  private Policies policies() {
    return policy == null ? Policies.byHierarchy() : Policies.always(policyFile());
  }

  private PolicyFile policyFile() {
    try {
      return PolicyFile.of(PolicyProfile.of(policy));
    } catch (IllegalArgumentException unknown) {
      var file = Path.of(policy);
      if (!Files.isRegularFile(file)) {
        throw wrong("--policy: " + unknown.getMessage() + "; there is no such file either");
      }
      try {
        return PolicyFile.in(file);
      } catch (IllegalArgumentException e) {
        throw wrong("--policy: " + e.getMessage());
      }
    }
  }

  private WorkerSettings settings() {
    try {
      var settings = WorkerSettings.forFiles(files.size());
      settings = workers == null ? settings : settings.withWorkers(workers);
      settings = heap == null ? settings : settings.withHeap(heap);
      return patience == null ? settings : settings.withPatience(Duration.ofSeconds(patience));
    } catch (IllegalArgumentException e) {
      throw wrong("--workers, --heap, --patience: " + e.getMessage());
    }
  }

  private Clock clock() {
    if (at == null) {
      return Clock.systemUTC();
    }
    try {
      return Clock.fixed(
          java.time.format.DateTimeFormatter.ISO_DATE_TIME.parse(at, Instant::from),
          ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw wrong("--at: expected a time such as 2026-11-22T08:00:00Z, found " + at);
    }
  }

  private TrustAnchors anchors() {
    var anchors = TrustAnchors.of(List.of(), List.of(), List.of());
    try {
      for (var place : trust) {
        anchors = anchors.and(TrustAnchors.in(place));
      }
    } catch (IllegalArgumentException e) {
      throw wrong("--trust: " + e.getMessage());
    }
    return anchors;
  }

  private RevocationSource revocation(Clock clock) {
    try {
      var network =
          allowed.isEmpty() && hosts == null
              ? RevocationSource.none()
              : new NetworkRevocationSource(
                  allowed, hosts == null ? HostTable.none() : HostTable.in(hosts), clock);
      return lists.isEmpty() ? network : ImportedLists.in(lists, network);
    } catch (IllegalArgumentException | IOException e) {
      throw wrong("--crl, --allow, --hosts: " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Loggers that are kept from being collected, so that their level stays. */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("eu.europa.esig"), Logger.getLogger("org.apache"));

  private void quieten() {
    LIBRARIES.forEach(library -> library.setLevel(verbose ? Level.INFO : Level.SEVERE));
    Logger.getLogger("").setLevel(verbose ? Level.INFO : Level.SEVERE);
  }
}
