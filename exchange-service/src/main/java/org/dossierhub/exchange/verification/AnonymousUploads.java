package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * How many strangers may send files at the same time: a quarter of the threads of the public
 * listener, so that the others answer whatever strangers do. {@link AnonymousUpload} is one of
 * them.
 */
@ApplicationScoped
public class AnonymousUploads {
  static final int AT_ONCE = 16;

  private final Semaphore places = new Semaphore(AT_ONCE);

  void enter() {
    if (!places.tryAcquire()) {
      throw new TryAgainLater("Too many files are being uploaded at once");
    }
  }

  void leave() {
    places.release();
  }
}
