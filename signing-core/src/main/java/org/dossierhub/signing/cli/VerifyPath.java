package org.dossierhub.signing.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.dossierhub.signing.path.PathAnswer;
import org.dossierhub.signing.path.PathAnswer.Outcome;
import org.dossierhub.signing.path.PathRules;
import org.dossierhub.signing.path.ValidatePath;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * Says whether a certificate leads to an anchor by RFC 5280: one line of JSON for each certificate.
 * Exits with 0 when every path is valid, 1 otherwise, 2 when it was called wrongly.
 */
@Command(
    name = "verify-path",
    sortOptions = false,
    description =
        "Kiểm tra đường dẫn tin cậy của chứng thư số theo RFC 5280.%nValidates the path of a certificate by RFC 5280.",
    exitCodeOnInvalidInput = 2)
public final class VerifyPath implements Callable<Integer> {
  private static final String SCHEMA = "dossier-hub/path-validation/1";
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final int LONGEST_FILE = 64 << 20;

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "FILE|FOLDER",
      description = "Chứng thư số gốc tin cậy, PEM hoặc DER. / Where trust ends.")
  private List<Path> trust = List.of();

  @Option(
      names = "--intermediate",
      paramLabel = "FILE|FOLDER",
      description = "Chứng thư số trung gian. / From which paths are built.")
  private List<Path> intermediates = List.of();

  @Option(
      names = "--crl",
      paramLabel = "FILE|FOLDER",
      description =
          "Danh sách thu hồi, kể cả danh sách delta. / Revocation lists, delta lists too.")
  private List<Path> lists = List.of();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Thời điểm, ISO 8601. Mặc định: bây giờ. / Default: now.")
  private String at;

  @Option(
      names = "--policy-oid",
      paramLabel = "OID",
      split = ",",
      description = "user-initial-policy-set. Mặc định / default: any-policy.")
  private List<String> policies = List.of();

  @Option(
      names = "--explicit-policy",
      arity = "0..1",
      fallbackValue = "true",
      description = "initial-explicit-policy.")
  private boolean explicitPolicy;

  @Option(
      names = "--inhibit-policy-mapping",
      arity = "0..1",
      fallbackValue = "true",
      description = "initial-policy-mapping-inhibit.")
  private boolean inhibitMapping;

  @Option(
      names = "--inhibit-any-policy",
      arity = "0..1",
      fallbackValue = "true",
      description = "initial-any-policy-inhibit.")
  private boolean inhibitAnyPolicy;

  @Option(
      names = "--no-revocation",
      description = "Không xét thu hồi. / The status of certificates is not asked for.")
  private boolean noRevocation;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Trợ giúp. / Help.")
  private boolean help;

  @Parameters(
      arity = "1..*",
      paramLabel = "CERT",
      description = "Chứng thư số cần kiểm tra. / Certificates to validate.")
  private List<Path> certificates = List.of();

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream out;

  VerifyPath(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    var err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    System.exit(run(out, err, arguments));
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new CommandLine(new VerifyPath(out))
        .setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExpandAtFiles(false)
        .execute(arguments);
  }

  @Override
  public Integer call() {
    for (var policy : policies) {
      if (!policy.matches("[0-2](\\.\\d+)+")) {
        throw wrong("--policy-oid: not an object identifier: " + policy);
      }
    }
    var rules =
        new PathRules(
            certificates("--trust", trust),
            certificates("--intermediate", intermediates),
            lists(),
            moment(),
            new LinkedHashSet<>(policies),
            explicitPolicy,
            inhibitMapping,
            inhibitAnyPolicy,
            !noRevocation);
    boolean allValid = true;
    for (var file : certificates) {
      long start = System.nanoTime();
      var answer = answer(rules, file);
      out.println(line(file, rules, answer, (System.nanoTime() - start) / 1_000_000));
      allValid &= answer.outcome() == Outcome.VALID;
    }
    return allValid ? 0 : 1;
  }

  /** The path builder tries every way; there can be more of them than anybody wants to wait for. */
  private PathAnswer answer(PathRules rules, Path file) {
    var found = certificatesIn("CERT", file);
    var task = new FutureTask<>(() -> new ValidatePath(rules).validate(found.get(0)));
    var thread = new Thread(task, "validates a path");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new PathAnswer(
          Outcome.OUT_OF_BUDGET, "given up after " + PATIENCE, List.of(), Set.of());
    } catch (ExecutionException e) {
      throw new IllegalStateException("Every certificate gets an answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  private static String line(Path file, PathRules rules, PathAnswer answer, long millis) {
    var tree = new ObjectMapper().createObjectNode();
    tree.put("schema", SCHEMA);
    tree.put("file", file.toString());
    tree.put("at", rules.at().toString());
    tree.put("verdict", answer.outcome().verdict());
    tree.put("valid", answer.outcome() == Outcome.VALID);
    tree.put("reason", answer.outcome().name());
    tree.put("detail", answer.detail());
    var path = tree.putArray("path");
    answer.path().forEach(one -> path.add(one.getSubjectX500Principal().getName()));
    var policies = tree.putArray("policies");
    answer.policies().stream().sorted().forEach(policies::add);
    tree.put("millis", millis);
    return tree.toString();
  }

  private Instant moment() {
    if (at == null) {
      return Instant.now();
    }
    try {
      return DateTimeFormatter.ISO_DATE_TIME.parse(at, Instant::from);
    } catch (DateTimeException e) {
      throw wrong("--at: expected a time such as 2026-11-22T08:00:00Z, found " + at);
    }
  }

  private List<X509Certificate> certificates(String option, List<Path> places) {
    var found = new ArrayList<X509Certificate>();
    for (var file : files(option, places)) {
      found.addAll(certificatesIn(option, file));
    }
    return found;
  }

  private List<X509Certificate> certificatesIn(String option, Path file) {
    try {
      var found = new ArrayList<X509Certificate>();
      for (var one : factory().generateCertificates(new ByteArrayInputStream(bytes(file)))) {
        found.add((X509Certificate) one);
      }
      if (found.isEmpty()) {
        throw wrong(option + ": no certificate in " + file);
      }
      return found;
    } catch (IOException | GeneralSecurityException e) {
      throw wrong(option + ": not a certificate: " + file);
    }
  }

  private List<X509CRL> lists() {
    var found = new ArrayList<X509CRL>();
    for (var file : files("--crl", lists)) {
      try {
        int before = found.size();
        for (var one : factory().generateCRLs(new ByteArrayInputStream(bytes(file)))) {
          found.add((X509CRL) one);
        }
        if (found.size() == before) {
          throw wrong("--crl: no revocation list in " + file);
        }
      } catch (IOException | GeneralSecurityException e) {
        throw wrong("--crl: not a revocation list: " + file);
      }
    }
    return found;
  }

  /** Bouncy Castle's reads what the platform's refuses and the standard permits. */
  private static CertificateFactory factory() throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509", new BouncyCastleProvider());
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > LONGEST_FILE) {
      throw new IOException("Too large");
    }
    return Files.readAllBytes(file);
  }

  private List<Path> files(String option, List<Path> places) {
    var files = new ArrayList<Path>();
    for (var place : places) {
      if (Files.isDirectory(place)) {
        try (var inside = Files.list(place)) {
          inside.filter(Files::isRegularFile).sorted().forEach(files::add);
        } catch (IOException e) {
          throw wrong(option + ": cannot be read: " + place);
        }
      } else if (Files.isRegularFile(place)) {
        files.add(place);
      } else {
        throw wrong(option + ": no such file: " + place);
      }
    }
    return files;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
