package org.dossierhub.exchange.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.dossierhub.signing.timestamp.TimestampTrust;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * The command {@code ./hub audit verify}. Reads {@code HUB_DATABASE_URL}, {@code
 * HUB_DATABASE_USER}, {@code HUB_DATABASE_PASSWORD} and {@code HUB_TRUST_FOLDER} from the
 * environment. Exit code 0: the log is whole; 1: it is not, and the first broken place is named; 2:
 * it cannot be read.
 */
public final class VerifyAuditLog {
  private VerifyAuditLog() {}

  public static void main(String[] arguments) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(verify(out));
  }

  private static int verify(PrintStream out) {
    var login = new Properties();
    login.setProperty("user", needed("HUB_DATABASE_USER"));
    login.setProperty("password", needed("HUB_DATABASE_PASSWORD"));
    var anchors = TrustAnchors.load(Path.of(needed("HUB_TRUST_FOLDER")));
    try (var connection = DriverManager.getConnection(needed("HUB_DATABASE_URL"), login)) {
      var trust = new TimestampTrust(anchors.all(), anchors.intermediates());
      var finding = new ExamineAuditLog(connection, trust).examine();
      tell(finding, out);
      return finding.broken().isEmpty() ? 0 : 1;
    } catch (SQLException e) {
      out.println(
          "Không đọc được nhật ký / the log cannot be read: "
              + e.getMessage()
              + " (./hub status cho biết cơ sở dữ liệu có chạy không / tells whether the database runs)");
      return 2;
    }
  }

  private static void tell(ExamineAuditLog.Finding finding, PrintStream out) {
    if (finding.broken().isPresent()) {
      var broken = finding.broken().get();
      out.printf(
          "HỎNG tại vị trí %d%s: %s. / BROKEN at place %d: %s.%n",
          broken.place(),
          broken.entry() == 0 ? "" : " (bản ghi " + broken.entry() + ")",
          broken.kind().vietnamese,
          broken.place(),
          broken.kind().english);
    } else {
      out.printf(
          "Nguyên vẹn: %d bản ghi. / Whole: %d entries.%n", finding.sealed(), finding.sealed());
    }
    out.printf(
        "sealed=%d waiting=%d anchored=%s broken=%s%n",
        finding.sealed(),
        finding.waiting(),
        finding.anchored().map(anchor -> anchor.place() + "@" + anchor.at()).orElse("none"),
        finding.broken().map(broken -> broken.kind() + "@" + broken.place()).orElse("none"));
  }

  private static String needed(String variable) {
    var value = System.getenv(variable);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(variable + " is missing; call ./hub audit verify");
    }
    return value;
  }
}
