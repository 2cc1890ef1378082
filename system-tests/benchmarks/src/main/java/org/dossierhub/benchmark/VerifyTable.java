package org.dossierhub.benchmark;

import java.security.Security;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The medians of {@link VerifyBenchmark} as a page.
 *
 * @param operations cost of bare operations by name
 * @param floors cost of a process that does nothing, by program
 */
record VerifyTable(
    List<Row> rows, Map<String, Cost> operations, Map<String, Cost> floors, List<String> remarks) {

  /**
   * One sample.
   *
   * @param naive null where it is left out
   * @param tool null where the program is not installed or does not accept the sample
   */
  record Row(
      String name,
      int size,
      String target,
      Cost hub,
      Cost naive,
      Cost bare,
      Cost digest,
      String toolName,
      Cost tool) {}

  String text(boolean quick) {
    var text = new StringBuilder();
    text.append(
        """
        Written by `./hub bench verify`. Each line is one file, verified by all peers in turns in one thread of one
        process after warming up. Counted are processor time and allocation of that thread (median of the rounds), not time on the
        wall. **Hub** is the whole verdict of `VerifyDocument` under VN-GOV-2025, in process. **DSS** is DSS as its cookbook uses it: default
        policy, all four reports, same anchors, same answers of the authorities from memory, in a class loader of its own. **Bare** is the digest of
        the signed bytes and the public-key operations no verification can do without, by the JDK. Programs of others are counted as
        processes, start included; they check the signature (`pdfsig -nocert`), or signature and path, never revocation, and give no reports.

        """);
    text.append("Machine: ").append(machine()).append(". Versions: ").append(versions());
    text.append(". Date: ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append(quick ? " (quick run, only a smoke test)" : "")
        .append(".\n\n");
    text.append(
        "| File | Size | Hub ms | DSS ms | Hub : DSS | Target | × bare | × SHA-256 | Hub MB | DSS"
            + " MB | Program, ms per process |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (var row : rows) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s | %s | %.0f | %.1f | %.1f | %s | %s |%n",
              row.name,
              size(row.size),
              milliseconds(row.hub),
              row.naive == null ? "–" : milliseconds(row.naive),
              row.naive == null
                  ? "–"
                  : String.format(Locale.ROOT, "**1/%.1f**", row.naive.nanos() / row.hub.nanos()),
              row.target.isEmpty() ? "–" : row.target,
              row.hub.nanos() / row.bare.nanos(),
              row.hub.nanos() / row.digest.nanos(),
              row.hub.bytes() / 1e6,
              row.naive == null ? "–" : String.format(Locale.ROOT, "%.1f", row.naive.bytes() / 1e6),
              row.tool == null ? "–" : row.toolName + " " + milliseconds(row.tool)));
    }
    text.append("\nBare operations: ");
    text.append(
        String.join(
            ", ",
            operations.entrySet().stream()
                .map(e -> e.getKey() + " " + milliseconds(e.getValue()) + " ms")
                .toList()));
    if (!floors.isEmpty()) {
      text.append(". A process that verifies nothing: ");
      text.append(
          String.join(
              ", ",
              floors.entrySet().stream()
                  .map(e -> e.getKey() + " " + milliseconds(e.getValue()) + " ms")
                  .toList()));
    }
    text.append(".\n");
    remarks.forEach(remark -> text.append("\n* ").append(remark));
    return text.toString();
  }

  private static String size(int bytes) {
    return bytes < 1_000_000
        ? bytes / 1000 + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }

  private static String milliseconds(Cost cost) {
    double value = cost.nanos() / 1e6;
    return String.format(Locale.ROOT, value < 0.1 ? "%.3f" : value < 10 ? "%.2f" : "%.0f", value);
  }

  private static String machine() {
    return Machine.words() + ", heap " + (Runtime.getRuntime().maxMemory() >> 20) + " MB";
  }

  private static String versions() {
    var location =
        eu.europa.esig.dss.validation.SignedDocumentValidator.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();
    return "Java "
        + System.getProperty("java.version")
        + ", DSS "
        + location.replaceAll(".*-(\\d[\\d.]*)\\.jar$", "$1")
        + ", Bouncy Castle "
        + new BouncyCastleProvider().getVersionStr()
        + ", PDFBox "
        + org.apache.pdfbox.util.Version.getVersion()
        + ", digests and RSA by "
        + Security.getProviders("Signature.SHA256withRSA")[0].getName();
  }
}
