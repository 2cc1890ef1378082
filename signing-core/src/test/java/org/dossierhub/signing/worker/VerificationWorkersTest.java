package org.dossierhub.signing.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dossierhub.signing.verification.Verdict.INDETERMINATE;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.REFUSED;
import static org.dossierhub.signing.verification.Verdict.UNSIGNED;
import static org.dossierhub.signing.verification.Verdict.VALID;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.pdf.SignPdf;
import org.dossierhub.signing.token.Pkcs12Token;
import org.dossierhub.signing.verification.Policies;
import org.dossierhub.signing.verification.PolicyFile;
import org.dossierhub.signing.verification.Proof;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.ValidationReport;
import org.dossierhub.signing.verification.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decision 0012: what a stranger's file does to its reader, it does to nobody else. */
class VerificationWorkersTest {
  private static final DevelopmentPki PKI = DevelopmentPki.inMemory();
  private static final Policies POLICIES = Policies.byHierarchy();
  private static final AtomicInteger ASKED = new AtomicInteger();

  @TempDir static Path folder;

  private static VerificationWorkers workers;
  private static byte[] signed;

  /** Answers as the authorities do, in this process: the worker has to ask for it. */
  private static final RevocationSource AUTHORITIES =
      new RevocationSource() {
        @Override
        public Optional<byte[]> ocsp(URI responder, byte[] request) {
          ASKED.incrementAndGet();
          return Optional.of(PKI.ocspAnswer(request, Instant.now()));
        }

        @Override
        public Optional<byte[]> crl(URI distributionPoint) {
          ASKED.incrementAndGet();
          var path = distributionPoint.getPath();
          var authority = path.substring(path.lastIndexOf('/') + 1).replace(".crl", "");
          return Optional.of(PKI.crl(authority, Instant.now()));
        }
      };

  @BeforeAll
  static void start() {
    var leader = PKI.identity("leader");
    signed =
        new SignPdf(Clock.systemUTC())
            .sign(DecisionPdf.draft(), Pkcs12Token.of(leader.key(), leader.chain()));
    workers = open(settings(), POLICIES);
    workers.awaitFit();
  }

  @AfterAll
  static void stop() {
    workers.close();
  }

  private static WorkerSettings settings() {
    return new WorkerSettings(2, 192, Duration.ofSeconds(4), Duration.ofMinutes(5), true);
  }

  private static VerificationWorkers open(WorkerSettings settings, Policies policies) {
    return new VerificationWorkers(
        settings,
        policies,
        TrustAnchors.of(PKI.governmentAnchors(), PKI.publicAnchors(), PKI.intermediates()),
        AUTHORITIES,
        Clock.systemUTC(),
        false);
  }

  @Test
  void a_worker_gives_the_verdict_and_asks_its_parent_for_revocation() {
    int before = ASKED.get();

    var report = workers.verify("quyết định.pdf", signed);

    assertThat(report.verdict()).as(report.summary()).isEqualTo(VALID);
    assertThat(report.signatures()).hasSize(1);
    assertThat(report.fileName()).isEqualTo("quyết định.pdf");
    assertThat(report.digest()).isEqualTo(Sha256.of(signed));
    assertThat(ASKED.get()).isGreaterThan(before);
  }

  @Test
  void a_file_on_disk_gets_the_same_verdict_as_its_bytes() throws IOException {
    var file = Files.write(folder.resolve("quyết định.pdf"), signed);

    var report = workers.verify(file, Optional.empty());

    assertThat(report.verdict()).isEqualTo(VALID);
    assertThat(report.digest()).isEqualTo(Sha256.of(signed));
    assertThat(workers.verify(folder.resolve("không có"), Optional.empty()).verdict())
        .isEqualTo(REFUSED);
    assertThat(workers.verify(folder, Optional.empty()).reason()).isEqualTo("FILE_NOT_READABLE");
  }

  @Test
  void what_the_verdict_rests_on_comes_along_when_it_is_wanted() throws IOException {
    var examined = workers.examine("quyết định.pdf", signed);

    assertThat(examined.report().verdict()).isEqualTo(VALID);
    assertThat(examined.proofs())
        .extracting(proof -> proof.kind())
        .contains(Proof.Kind.CERTIFICATE, Proof.Kind.OCSP_ANSWER);
    var file = Files.write(folder.resolve("quyết định 2.pdf"), signed);
    assertThat(workers.examine("quyết định.pdf", file).proofs())
        .extracting(proof -> proof.kind())
        .containsExactlyElementsOf(examined.proofs().stream().map(proof -> proof.kind()).toList());
  }

  @Test
  void ten_files_at_once_are_all_answered_and_a_hostile_one_among_them_disturbs_none()
      throws Exception {
    var tampered = signed.clone();
    tampered[200] ^= 1;
    var threads = Executors.newFixedThreadPool(10);
    try {
      var questions = new ArrayList<Callable<ValidationReport>>();
      for (int i = 0; i < 10; i++) {
        var bytes =
            switch (i) {
              case 3 -> tampered;
              case 5 -> endless();
              case 7 -> memoryHungry();
              default -> signed;
            };
        questions.add(() -> workers.verify("tệp", bytes));
      }
      var verdicts = new ArrayList<Verdict>();
      for (var answer : threads.invokeAll(questions)) {
        verdicts.add(answer.get().verdict());
      }
      assertThat(verdicts)
          .containsExactly(
              VALID,
              VALID,
              VALID,
              INVALID,
              VALID,
              INDETERMINATE,
              VALID,
              INDETERMINATE,
              VALID,
              VALID);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void a_file_without_end_is_given_up_and_the_next_one_is_answered() {
    var report = workers.verify("tệp", endless());

    assertThat(report.verdict()).isEqualTo(INDETERMINATE);
    assertThat(report.reason()).isEqualTo("OUT_OF_BUDGET");
    assertThat(report.digest()).isEqualTo(Sha256.of(endless()));
    assertThat(workers.verify("tệp", signed).verdict()).isEqualTo(VALID);
  }

  @Test
  void a_file_that_fills_the_heap_ends_only_its_worker() {
    try (var small = open(settings().withWorkers(1).withHeap(64), POLICIES)) {
      var report = small.verify("tệp", memoryHungry());

      assertThat(report.verdict()).isEqualTo(INDETERMINATE);
      assertThat(report.reason()).isEqualTo("OUT_OF_MEMORY");
      assertThat(small.verify("tệp", signed).verdict()).isEqualTo(VALID);
    }
  }

  @Test
  void a_killed_worker_is_replaced() {
    var before = children();
    assertThat(before).isNotEmpty();
    before.forEach(ProcessHandle::destroyForcibly);

    for (int i = 0; i < 4; i++) {
      assertThat(workers.verify("tệp", signed).verdict()).isEqualTo(VALID);
    }
    assertThat(children()).isNotEmpty().doesNotContainAnyElementsOf(before);
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  @Test
  void closing_ends_every_worker() {
    var before = children();
    var others = open(settings().withWorkers(1), POLICIES);
    others.awaitFit();
    var theirs = children();
    theirs.removeAll(before);
    assertThat(theirs).isNotEmpty();

    others.close();

    assertThat(others.verify("tệp", signed).reason()).isEqualTo("BUSY");
    theirs.forEach(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofMinutes(1)));
  }

  @Test
  void a_policy_that_cannot_be_read_is_told_at_the_start() {
    try (var others =
        open(settings().withWorkers(1), Policies.always(new PolicyFile("MINE", "<nothing/>")))) {
      assertThatThrownBy(others::awaitFit)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("MINE");
    }
  }

  @Test
  void a_worker_keeps_nothing_of_the_environment_that_could_be_a_secret() {
    assertThat(WorkerProcess.command(settings()))
        .contains("-XX:+ExitOnOutOfMemoryError", "-Xmx192m")
        .noneMatch(argument -> argument.contains("password"));
  }

  @Test
  void a_file_of_another_kind_is_not_signed() {
    assertThat(workers.verify("tệp", "văn bản".getBytes(StandardCharsets.UTF_8)).verdict())
        .isEqualTo(UNSIGNED);
  }

  /** XML within every limit of the gate that still takes minutes: thousands of references. */
  private static byte[] endless() {
    return Endless.XML;
  }

  private static final class Endless {
    static final byte[] XML = make();

    private static byte[] make() {
      var signature =
          "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"s%d\"><ds:SignedInfo>"
              + "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
              + "<ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"/>"
              + ("<ds:Reference URI=\"\"><ds:Transforms>"
                      + ("<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\">"
                              + "<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>")
                          .repeat(6)
                      + "</ds:Transforms><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/>"
                      + "<ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>")
                  .repeat(20)
              + "</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>";
      var xml = new StringBuilder("<a>");
      for (int i = 0; i < 40; i++) {
        xml.append(String.format(signature, i));
      }
      return xml.append("<b c=\"d\"/>".repeat(200_000))
          .append("</a>")
          .toString()
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A tree of XML takes many times its bytes. */
  private static byte[] memoryHungry() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        "<a><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>"
            .getBytes(StandardCharsets.UTF_8));
    out.writeBytes("<b c=\"d\"/>".repeat(1_900_000).getBytes(StandardCharsets.UTF_8));
    out.writeBytes(("<!--" + " ".repeat(28 << 20) + "-->").getBytes(StandardCharsets.UTF_8));
    out.writeBytes("</a>".getBytes(StandardCharsets.UTF_8));
    return out.toByteArray();
  }
}
