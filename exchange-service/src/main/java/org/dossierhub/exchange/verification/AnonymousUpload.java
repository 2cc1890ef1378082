package org.dossierhub.exchange.verification;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.function.IntFunction;
import org.dossierhub.exchange.message.AtMost;
import org.dossierhub.exchange.message.NotSlower;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * The file a stranger sends with this request, before a byte of it is read: how often, how many at
 * once, how much, and how slowly. Ends with the request.
 */
@RequestScoped
public class AnonymousUpload {
  /** The fields around the file, in bytes. */
  private static final int AROUND = 1024 * 1024;

  private UploadRate rate;
  private AnonymousUploads all;
  private boolean entered;

  /** For the container. */
  protected AnonymousUpload() {}

  @Inject
  public AnonymousUpload(UploadRate rate, AnonymousUploads all) {
    this.rate = rate;
    this.all = all;
  }

  /**
   * Refuses with {@code TOO_OFTEN}; {@link TryAgainLater} when too many send at once.
   *
   * @param status makes the exception of an HTTP status
   * @return the body, which ends with 413 or 408 where it is too long or too slow
   */
  public InputStream begin(
      String address, InputStream body, IntFunction<? extends RuntimeException> status)
      throws UploadRefused {
    rate.take(address);
    if (!entered) {
      all.enter();
      entered = true;
    }
    return new AtMost(
        new NotSlower(body, () -> status.apply(408)),
        VerifyUpload.AT_MOST + AROUND,
        () -> status.apply(413));
  }

  @PreDestroy
  public void end() {
    if (entered) {
      entered = false;
      all.leave();
    }
  }
}
