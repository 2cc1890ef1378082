package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.OwnProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the hub issues is valid for programs that nobody of the hub wrote: Poppler, OpenSSL and
 * xmlsec1. They trust the government's root and nothing else.
 */
@ExtendWith(RunningHub.class)
class ForeignVerifiersIT {
  @TempDir static Path folder;
  private static DemonstrationWorld world;
  private static DossierJourney journey;
  private static byte[] result;
  private static Path root;
  private static Path intermediates;

  @BeforeAll
  static void begin(DemonstrationWorld running) throws IOException {
    Needs.program("softhsm2-util");
    world = running;
    journey = new DossierJourney(running);
    result = journey.playUntilPublished();
    var trust = running.hub().trust();
    root = trust.resolve("government/government-root.pem");
    intermediates = folder.resolve("intermediates.pem");
    try (var files = Files.list(trust.resolve("intermediates"))) {
      for (var file : files.filter(f -> f.getFileName().toString().startsWith("gov")).toList()) {
        Files.writeString(
            intermediates,
            Files.readString(file),
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND);
      }
    }
  }

  @Test
  void poppler_finds_both_signatures_valid_and_trusted() throws IOException {
    var file = Files.write(folder.resolve("ket-qua.pdf"), result);
    var said = run("pdfsig", "-nssdir", "sql:" + trustedByNss(), file.toString());

    assertThat(said)
        .contains("Signer Certificate Common Name: Nguyễn Thị Minh An")
        .contains("Signer Certificate Common Name: SỞ XÂY DỰNG TỈNH BÌNH MINH");
    assertThat(said.split("Signature Validation: Signature is Valid\\.", -1)).hasSize(3);
    assertThat(said.split("Certificate Validation: Certificate is Trusted\\.", -1)).hasSize(3);
  }

  private static Path trustedByNss() throws IOException {
    var database = Files.createDirectories(folder.resolve("nss"));
    run("certutil", "-N", "-d", "sql:" + database, "--empty-password");
    run(
        "certutil",
        "-A",
        "-d",
        "sql:" + database,
        "-n",
        "root",
        "-t",
        "CT,C,C",
        "-a",
        "-i",
        root.toString());
    try (var files = Files.list(world.hub().trust().resolve("intermediates"))) {
      for (var file : files.toList()) {
        run(
            "certutil",
            "-A",
            "-d",
            "sql:" + database,
            "-n",
            file.getFileName().toString(),
            "-t",
            ",,",
            "-a",
            "-i",
            file.toString());
      }
    }
    return database;
  }

  @Test
  void openssl_finds_each_signature_valid_over_exactly_its_bytes() throws IOException {
    int number = 0;
    for (var signature : signatures("ETSI.CAdES.detached")) {
      var cms = Files.write(folder.resolve("signature-" + ++number + ".der"), cms(signature));
      var covered = Files.write(folder.resolve("covered-" + number), covered(signature));

      assertThat(
              run(
                  "openssl",
                  "cms",
                  "-verify",
                  "-binary",
                  "-inform",
                  "DER",
                  "-in",
                  cms.toString(),
                  "-content",
                  covered.toString(),
                  "-CAfile",
                  root.toString(),
                  "-certfile",
                  intermediates.toString(),
                  "-purpose",
                  "any",
                  "-out",
                  folder.resolve("out-" + number).toString()))
          .contains("CMS Verification successful");
    }
    assertThat(number).isEqualTo(2);
  }

  @Test
  void openssl_finds_the_time_stamp_valid_over_the_whole_sealed_result() throws IOException {
    var stamps = signatures("ETSI.RFC3161");
    assertThat(stamps).hasSize(1);
    var token = Files.write(folder.resolve("timestamp.der"), cms(stamps.get(0)));
    var covered = Files.write(folder.resolve("stamped"), covered(stamps.get(0)));

    assertThat(
            run(
                "openssl",
                "ts",
                "-verify",
                "-token_in",
                "-in",
                token.toString(),
                "-data",
                covered.toString(),
                "-CAfile",
                root.toString(),
                "-untrusted",
                intermediates.toString()))
        .contains("Verification: OK");
  }

  @Test
  void xmlsec1_finds_the_hubs_receipt_valid() throws IOException {
    var receipt = world.portal().receipt("SOAP", journey.messageId()).path("document").asText();
    var file = Files.write(folder.resolve("receipt.xml"), Base64.getDecoder().decode(receipt));

    assertThat(xmlsec1(file)).contains("SignedInfo References (ok/all): 2/2");
  }

  @Test
  void xmlsec1_finds_a_receipt_with_another_digit_invalid() throws IOException {
    var receipt =
        new String(
            Base64.getDecoder()
                .decode(
                    world.portal().receipt("SOAP", journey.messageId()).path("document").asText()),
            java.nio.charset.StandardCharsets.UTF_8);
    var file =
        Files.writeString(
            folder.resolve("forged.xml"), receipt.replace(journey.dossier(), "H99.08-000000-1"));

    assertThat(outcome(xmlsec1Command(file)).exit()).isNotZero();
  }

  private static String xmlsec1(Path file) {
    return run(xmlsec1Command(file));
  }

  private static String[] xmlsec1Command(Path file) {
    return new String[] {
      "xmlsec1",
      "--verify",
      "--trusted-pem",
      root.toString(),
      "--untrusted-pem",
      world.hub().trust().resolve("intermediates/government-agencies.pem").toString(),
      "--id-attr:Id",
      "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
      file.toString()
    };
  }

  private static List<PDSignature> signatures(String subFilter) throws IOException {
    try (var pdf = Loader.loadPDF(result)) {
      var found = new ArrayList<PDSignature>();
      for (var signature : pdf.getSignatureDictionaries()) {
        if (subFilter.equals(signature.getSubFilter())) {
          found.add(signature);
        }
      }
      return found;
    }
  }

  /** The bytes between the angle brackets, without the zeros that fill the reserved place. */
  private static byte[] cms(PDSignature signature) throws IOException {
    int[] range = signature.getByteRange();
    var hex =
        new String(
            result,
            range[1] + 1,
            range[2] - range[1] - 2,
            java.nio.charset.StandardCharsets.US_ASCII);
    var padded = HexFormat.of().parseHex(hex);
    return java.util.Arrays.copyOf(padded, lengthOfDer(padded));
  }

  private static int lengthOfDer(byte[] der) {
    int first = der[1] & 0xff;
    if (first < 0x80) {
      return 2 + first;
    }
    int length = 0;
    for (int i = 0; i < first - 0x80; i++) {
      length = length << 8 | der[2 + i] & 0xff;
    }
    return 2 + first - 0x80 + length;
  }

  private static byte[] covered(PDSignature signature) {
    int[] range = signature.getByteRange();
    var covered = new byte[range[1] + range[3]];
    System.arraycopy(result, range[0], covered, 0, range[1]);
    System.arraycopy(result, range[2], covered, range[1], range[3]);
    return covered;
  }

  private record Ended(int exit, String said) {}

  private static String run(String... command) {
    var ended = outcome(command);
    assertThat(ended.exit()).as(String.join(" ", command) + "\n" + ended.said()).isZero();
    return ended.said();
  }

  private static Ended outcome(String... command) {
    command[0] = Needs.program(command[0]).toString();
    var process =
        OwnProcess.start(
            command[0],
            List.of(command),
            Map.of(),
            folder.resolve("said-" + System.nanoTime() + ".log"));
    return new Ended(process.await(Duration.ofMinutes(1)), process.output());
  }
}
