package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.DocumentVerifier;

/**
 * A citizen asks what a file is worth: its signatures are verified, and its digest is looked up
 * among the results issued here. Nothing of the file is kept.
 *
 * <p>Refuses with {@code TOO_LARGE}; {@link TryAgainLater} when too many files are being verified
 * at once.
 */
@ApplicationScoped
public class VerifyUpload {
  /** The most that is read, in bytes. */
  public static final int AT_MOST = 50 * 1024 * 1024;

  /** What is verified at once stays within the heap: a parsed PDF takes a few times its size. */
  private static final int AT_ONCE = 2;

  private static final int PATIENCE_SECONDS = 20;

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private DocumentVerifier verifier;
  private PublicRegister register;

  /** For the container. */
  protected VerifyUpload() {}

  @Inject
  VerifyUpload(DocumentVerifier verifier, PublicRegister register) {
    this.verifier = verifier;
    this.register = register;
  }

  /** Reads the stream once there is a place, so that waiting files take no memory. */
  public UploadVerdict verify(String fileName, InputStream content)
      throws UploadRefused, IOException {
    takePlace();
    try {
      return judged(fileName, content.readNBytes(AT_MOST + 1));
    } finally {
      places.release();
    }
  }

  public UploadVerdict verify(String fileName, byte[] document) throws UploadRefused {
    takePlace();
    try {
      return judged(fileName, document);
    } finally {
      places.release();
    }
  }

  private UploadVerdict judged(String fileName, byte[] document) throws UploadRefused {
    if (document.length > AT_MOST) {
      throw new UploadRefused(
          "TOO_LARGE",
          "Tệp lớn hơn " + AT_MOST / 1024 / 1024 + " MB nên không được kiểm tra ở đây.",
          "The file is larger than " + AT_MOST / 1024 / 1024 + " MB and is not verified here.");
    }
    return new UploadVerdict(
        verifier.verify(fileName, document), register.issuedAs(Sha256.of(document)));
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
