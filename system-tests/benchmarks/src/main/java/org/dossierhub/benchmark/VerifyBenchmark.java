package org.dossierhub.benchmark;

import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.pki.DevelopmentPki;
import org.dossierhub.signing.verification.TrustAnchors;
import org.dossierhub.signing.verification.Verdict;
import org.dossierhub.signing.verification.VerifyDocument;

/**
 * {@code ./hub bench verify}: what a verdict costs beside DSS as its cookbook uses it, beside the
 * programs people verify with, and beside the bare cryptography. Writes the section "Verification"
 * of {@code docs/benchmarks.md}.
 *
 * <ol>
 *   <li>Samples are signed with the keys of the development PKI.
 *   <li>Each is verified once by everybody; who does not find it valid is not compared.
 *   <li>For each sample all peers run in turns ({@link Interleaved}).
 *   <li>The medians and their ratios become a table.
 * </ol>
 */
public final class VerifyBenchmark {
  private static final Logger DSS = Logger.getLogger("eu.europa.esig");
  private static final Logger HUB = Logger.getLogger("org.dossierhub");
  private static final Logger PDFBOX = Logger.getLogger("org.apache");

  private static final String HUB_NAME = "hub";
  private static final String NAIVE = "DSS";
  private static final String BARE = "bare";
  private static final String DIGEST = "SHA-256";

  /**
   * Until the second compiler has been everywhere: a verdict is many small methods, and its time
   * still halves between the hundredth and the three hundredth.
   */
  private static final Duration LONG = Duration.ofSeconds(20);

  private static final Duration SHORT = Duration.ofSeconds(1);

  private final boolean quick;
  private final DevelopmentPki pki = DevelopmentPki.inMemory();
  private final TrustAnchors anchors =
      TrustAnchors.of(pki.governmentAnchors(), pki.publicAnchors(), pki.intermediates());
  private final Authorities authorities = new Authorities(pki, Instant.now());
  private final VerifyDocument verifier =
      new VerifyDocument(anchors, authorities, Clock.systemUTC());
  private final ToIntFunction<byte[]> naive;
  private final BareCryptography bare;
  private final Path folder;
  private final List<String> remarks = new ArrayList<>();

  private VerifyBenchmark(boolean quick, Path folder)
      throws GeneralSecurityException, ReflectiveOperationException {
    this.quick = quick;
    this.folder = folder;
    this.bare = new BareCryptography(pki);
    this.naive = NaiveDss.apart(anchors.all(), anchors.intermediates(), authorities::answer);
  }

  /**
   * @param target what the issue asks for; where nothing, naive DSS is left out
   */
  private record Sample(
      String name,
      byte[] file,
      int signatures,
      String target,
      Interleaved.Work bare,
      Optional<Tool> tool,
      String toolName) {}

  public static void main(String[] arguments) throws Exception {
    var given = new ArrayList<>(List.of(arguments));
    var quick = given.remove("--quick");
    var page = Path.of(given.isEmpty() ? "docs/benchmarks.md" : given.remove(0));
    if (!given.isEmpty()) {
      System.err.println("usage: bench verify [--quick] [PAGE]");
      System.exit(2);
    }
    for (var logger : List.of(DSS, HUB, PDFBOX)) {
      logger.setLevel(Level.SEVERE);
    }
    var folder = Files.createTempDirectory("bench-verify");
    try {
      var text = new VerifyBenchmark(quick, folder).text();
      System.out.println(text);
      if (!quick) {
        Page.put(page, "Verification", text);
        System.out.println("Written to " + page);
      }
    } finally {
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private String text() throws Exception {
    var results = new LinkedHashMap<Sample, Map<String, Cost>>();
    for (var sample : samples()) {
      results.put(sample, measured(sample));
    }
    var operations =
        new Interleaved()
            .add("SHA-256 of 1 MB", SHORT, () -> bare.digest(new byte[1 << 20], 1 << 20))
            .add("RSA-2048 verify", SHORT, () -> bare.rsa2048(1))
            .add("RSA-3072 verify", SHORT, () -> bare.rsa3072(1))
            .run(Duration.ofSeconds(1));
    return new VerifyTable(results(results), operations, floors(), remarks).text(quick);
  }

  private static List<VerifyTable.Row> results(Map<Sample, Map<String, Cost>> results) {
    var rows = new ArrayList<VerifyTable.Row>();
    results.forEach(
        (sample, costs) ->
            rows.add(
                new VerifyTable.Row(
                    sample.name,
                    sample.file.length,
                    sample.target,
                    costs.get(HUB_NAME),
                    costs.get(NAIVE),
                    costs.get(BARE),
                    costs.get(DIGEST),
                    sample.toolName,
                    costs.get(sample.toolName))));
    return rows;
  }

  private List<Sample> samples() throws Exception {
    var making = new SignedSamples(pki, anchors, Instant.now().minus(Duration.ofHours(2)));
    var samples = new ArrayList<Sample>();
    var roots = pem("roots.pem", anchors.all());
    var between = pem("between.pem", anchors.intermediates());

    var pages = SamplePdf.of(8, 1, 155);
    var basic = making.pades(pages);
    samples.add(pdf("PAdES-B", basic, 1, "≤ 1/25 of DSS", () -> bare.forSignature()));
    samples.add(
        pdf(
            "PAdES-LT",
            making.longTerm(basic),
            1,
            "≤ 1/20 of DSS, ≤ 20 MB",
            () -> bare.forLongTerm()));
    for (int signatures : quick ? List.of(3) : List.of(6, 12, 24)) {
      samples.add(
          pdf(
              "PDF, " + signatures + " signatures",
              making.pades(pages, signatures),
              signatures,
              signatures == 24 || quick ? "≤ 1/10 of DSS, linear" : "",
              () -> {
                // four signers of two hierarchies
                bare.rsa2048(signatures + 6);
                bare.rsa3072(8);
              }));
    }
    var large = making.pades(SamplePdf.of(300, quick ? 1 : 7, 990));
    samples.add(pdf("PAdES-B, large", large, 1, "≤ 4 × SHA-256", () -> bare.forSignature()));
    var xades = making.xadesLongTerm(verifierForSigning());
    samples.add(
        new Sample(
            "XAdES-LT",
            xades,
            1,
            "≤ 1/4 of DSS",
            () -> {
              bare.digest(xades, xades.length);
              bare.forLongTerm();
            },
            Tool.of(
                "xmlsec1",
                "--verify",
                "--trusted-pem",
                roots,
                "--untrusted-pem",
                between,
                "--id-attr:Id",
                "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
                file("xades.xml", xades)),
            "xmlsec1"));
    var cades = making.cades(verifierForSigning());
    samples.add(
        new Sample(
            "CAdES-B, attached",
            cades,
            1,
            "none",
            () -> {
              bare.digest(cades, cades.length);
              bare.forSignature();
            },
            Tool.of(
                "openssl",
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-purpose",
                "any",
                "-CAfile",
                roots,
                "-certfile",
                between,
                "-in",
                file("cades.p7m", cades)),
            "openssl"));
    return samples;
  }

  private CommonCertificateVerifier verifierForSigning() {
    return new NaiveDss(anchors.all(), anchors.intermediates(), authorities::answer).verifier();
  }

  private Sample pdf(
      String name, byte[] pdf, int signatures, String target, Interleaved.Work verifications)
      throws IOException {
    return new Sample(
        name,
        pdf,
        signatures,
        target,
        () -> {
          for (int i = 1; i <= signatures; i++) {
            bare.digest(pdf, pdf.length / signatures * i);
          }
          verifications.run();
        },
        Tool.of("pdfsig", "-nocert", file(name.replaceAll("\\W+", "-") + ".pdf", pdf)),
        "pdfsig");
  }

  private String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private String pem(String name, Collection<X509Certificate> certificates)
      throws IOException, GeneralSecurityException {
    var text = new StringWriter();
    for (var certificate : certificates) {
      text.write("-----BEGIN CERTIFICATE-----\n");
      text.write(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()));
      text.write("\n-----END CERTIFICATE-----\n");
    }
    return file(name, text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private Map<String, Cost> measured(Sample sample) throws Exception {
    System.err.println("… " + sample.name);
    var report = verifier.verify(sample.name, sample.file);
    if (report.verdict() != Verdict.VALID || report.signatures().size() != sample.signatures) {
      throw new IllegalStateException(sample.name + ": " + report.summary());
    }
    var peers = new Interleaved();
    var warmUp = quick ? SHORT : LONG;
    peers.add(HUB_NAME, warmUp, () -> verifier.verify("a", sample.file));
    if (!sample.target.isEmpty()) {
      expectPasses(sample);
      // one of many signatures takes as long as a warm-up
      var many = sample.signatures > 1;
      peers.add(NAIVE, many ? Duration.ZERO : warmUp, () -> naive.applyAsInt(sample.file));
    }
    peers.add(BARE, SHORT, sample.bare);
    peers.add(DIGEST, SHORT, () -> bare.digest(sample.file, sample.file.length));
    if (sample.tool.isPresent()) {
      try {
        sample.tool.get().run();
        peers.addCounted(sample.toolName, () -> sample.tool.get().run());
      } catch (IllegalStateException e) {
        remarks.add(sample.name + ": " + e.getMessage());
      }
    }
    return peers.run(Duration.ofSeconds(quick ? 1 : 10));
  }

  private void expectPasses(Sample sample) {
    int passed = naive.applyAsInt(sample.file);
    if (passed != sample.signatures) {
      remarks.add(
          "%s: naive DSS passes %d of %d signatures."
              .formatted(sample.name, passed, sample.signatures));
    }
  }

  /** What a process costs that verifies nothing. */
  private Map<String, Cost> floors() throws IOException, InterruptedException {
    var floors = new LinkedHashMap<String, Cost>();
    for (var command :
        List.of(
            new String[] {"pdfsig", "-v"},
            new String[] {"openssl", "version"},
            new String[] {"xmlsec1", "--version"})) {
      var tool = Tool.of(command);
      if (tool.isEmpty()) {
        remarks.add(command[0] + " is not installed on this machine.");
      } else {
        floors.put(tool.get().line().replaceAll(" +\\(.*", ""), tool.get().run());
      }
    }
    return floors;
  }
}
