package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.verification.DocumentVerifier;

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
    takePlace();
    try {
      return judged(fileName, payloads.stage(content, AT_MOST));
    } catch (TooLarge e) {
      throw UploadRefused.tooLarge(AT_MOST / 1024 / 1024);
    } finally {
      places.release();
    }
  }

  private UploadVerdict judged(String fileName, StagedPayload staged) throws IOException {
    try {
      return new UploadVerdict(
          verifier.verify(fileName, staged.file()), register.issuedAs(staged.sha256()));
    } finally {
      payloads.discard(staged);
    }
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
