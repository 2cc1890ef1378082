package org.dossierhub.exchange.work;

/**
 * Does one kind of work. Doing it twice has the same result as doing it once. A normal return means
 * done; {@link TryAgainLater} brings it back after a pause; anything else is a failure, set aside
 * after the fifth.
 */
public interface Worker {

  WorkKind kind();

  void perform(Work work);
}
