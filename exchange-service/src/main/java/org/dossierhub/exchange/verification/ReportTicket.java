package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.dossierhub.exchange.settings.KeyFile;
import org.dossierhub.exchange.settings.Settings;
import org.dossierhub.signing.verification.ReportJson;
import org.dossierhub.signing.verification.ValidationReport;

/**
 * A verdict in the hands of the one who asked for it: the report itself with a code (HMAC-SHA-256)
 * that only the hub can make. A page carries it in a form, so that the report can be had later, on
 * any node and without keeping anything, as exactly the verdict that was shown.
 */
@ApplicationScoped
public class ReportTicket {
  /** What a form may carry beside its other fields. */
  private static final int LONGEST = 200 * 1024;

  private static final int CODE = 32;

  /** So that the key makes codes for nothing else. */
  private static final byte[] PURPOSE =
      "dossier-hub report ticket 1".getBytes(StandardCharsets.US_ASCII);

  private final SecretKeySpec key;

  /** For the container's proxy. */
  protected ReportTicket() {
    this.key = null;
  }

  @Inject
  public ReportTicket(Settings settings) {
    this(
        KeyFile.openOrCreate(
            settings.storage().dataFolder().resolve("verification").resolve("reports.key")));
  }

  public ReportTicket(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** Empty for a report that is longer than what a form carries. */
  public Optional<String> of(ValidationReport report) {
    var packed = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(packed)) {
      out.write(ReportJson.write(report).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing into memory does not fail", e);
    }
    var ticket = new ByteArrayOutputStream();
    ticket.writeBytes(code(packed.toByteArray()));
    ticket.writeBytes(packed.toByteArray());
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(ticket.toByteArray());
    return text.length() > LONGEST ? Optional.empty() : Optional.of(text);
  }

  /** Empty for anything that this hub has not given out. */
  public Optional<ValidationReport> open(String ticket) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(ticket);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (ticket.length() > LONGEST || bytes.length <= CODE) {
      return Optional.empty();
    }
    var packed = Arrays.copyOfRange(bytes, CODE, bytes.length);
    if (!MessageDigest.isEqual(code(packed), Arrays.copyOf(bytes, CODE))) {
      return Optional.empty();
    }
    try (var in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return Optional.of(ReportJson.read(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("A ticket of ours does not unpack", e);
    }
  }

  private byte[] code(byte[] packed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(PURPOSE);
      return mac.doFinal(packed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }
}
