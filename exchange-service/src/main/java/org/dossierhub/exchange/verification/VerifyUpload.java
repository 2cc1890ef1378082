package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.verification.DocumentVerifier;
import org.dossierhub.signing.verification.Examined;

/**
 * A citizen or an agency asks what a file is worth: its signatures are verified, and its digest is
 * looked up among the results issued here. Nothing of the file is kept.
 *
 * <p>Refuses with {@code TOO_LARGE}; {@link TryAgainLater} when too many files are being verified
 * at once.
 */
@ApplicationScoped
public class VerifyUpload {
  /** The most that is read, in bytes. */
  public static final int AT_MOST = 200 * 1024 * 1024;

  /** As many wait on disk for a verification worker. */
  private static final int AT_ONCE = 4;

  private static final int PATIENCE_SECONDS = 20;

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private DocumentVerifier verifier;
  private PublicRegister register;
  private Payloads payloads;

  /** For the container. */
  protected VerifyUpload() {}

  @Inject
  VerifyUpload(DocumentVerifier verifier, PublicRegister register, Payloads payloads) {
    this.verifier = verifier;
    this.register = register;
    this.payloads = payloads;
  }

  /** The file goes to disk and from there to a worker; here it takes no memory. */
  public UploadVerdict verify(String fileName, InputStream content)
      throws UploadRefused, IOException {
    return verify(fileName, content, false);
  }

  /** The same with what the verdict rests on. */
  public UploadVerdict examine(String fileName, InputStream content)
      throws UploadRefused, IOException {
    return verify(fileName, content, true);
  }

  private UploadVerdict verify(String fileName, InputStream content, boolean withProofs)
      throws UploadRefused, IOException {
    takePlace();
    try {
      var staged = payloads.stage(content, AT_MOST);
      try {
        return judged(fileName, staged, withProofs);
      } finally {
        payloads.discard(staged);
      }
    } catch (TooLarge e) {
      throw tooLarge();
    } finally {
      places.release();
    }
  }

  /** The same for a file that lies on the disk already; whoever laid it there takes it away. */
  public UploadVerdict verify(String fileName, StagedPayload staged)
      throws UploadRefused, IOException {
    if (staged.size() > AT_MOST) {
      throw tooLarge();
    }
    takePlace();
    try {
      return judged(fileName, staged, false);
    } finally {
      places.release();
    }
  }

  private static UploadRefused tooLarge() {
    return UploadRefused.tooLarge(AT_MOST / 1024 / 1024);
  }

  private UploadVerdict judged(String fileName, StagedPayload staged, boolean withProofs)
      throws IOException {
    var examined =
        withProofs
            ? verifier.examine(fileName, staged.file())
            : new Examined(verifier.verify(fileName, staged.file()), List.of());
    return new UploadVerdict(
        examined.report(), register.issuedAs(staged.sha256()), examined.proofs());
  }

  private void takePlace() {
    try {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new TryAgainLater("Too many files are being verified at once");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TryAgainLater("The hub is going down", e);
    }
  }
}
