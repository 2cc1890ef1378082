package org.dossierhub.exchange.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.identity.Sha256;

/**
 * The hash of each place in the audit log: SHA-256 over the hash before it, the place, the number
 * of the entry and every field of it. The form is written down in docs/protocol/audit-chain.md, so
 * that others can check a log without this program.
 */
public final class AuditChain {
  /** The hash before the first place. */
  public static final Sha256 BEGINNING = new Sha256("0".repeat(64));

  private AuditChain() {}

  /**
   * @param place counted from 1, without gaps
   * @param number the entry's own, in the order in which entries were written, with gaps
   */
  public static Sha256 next(Sha256 before, long place, long number, AuditEntry entry) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(before.bytes());
      out.writeLong(place);
      out.writeLong(number);
      var at = entry.at().truncatedTo(ChronoUnit.MICROS);
      out.writeLong(at.getEpochSecond());
      out.writeInt(at.getNano());
      text(out, entry.actor());
      text(out, entry.action());
      text(out, entry.subject());
      text(out, entry.agency().map(AgencyCode::value).orElse(""));
      text(out, entry.detail());
    } catch (IOException e) {
      throw new UncheckedIOException("Written to memory", e);
    }
    return Sha256.of(bytes.toByteArray());
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
