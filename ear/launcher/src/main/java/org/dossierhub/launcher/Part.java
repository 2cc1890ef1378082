package org.dossierhub.launcher;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One of the processes a local installation consists of, in the order in which they start: each
 * needs those before it.
 */
sealed interface Part permits PkiPart, DatabasePart, BrokerPart, ServerPart {

  String name();

  /**
   * Where it is instead, when the operator pointed at one of his own: then nothing of it runs here.
   */
  Optional<String> elsewhere();

  /** The address printed by {@code status}. */
  String address();

  LocalProcess process();

  /**
   * Makes what is missing and repairs what a crash left behind; returns the fingerprint of programs
   * and settings. Nothing runs yet.
   */
  String prepare() throws IOException, InterruptedException, Obstacle;

  /** The ports that must be free before it starts. */
  List<Ports.Use> ports();

  LocalProcess.Running start(String version) throws IOException, InterruptedException, Obstacle;

  /** Whether all of it is well now. */
  boolean isReady() throws IOException;

  /**
   * Whether a start has come to its end; asked every moment meanwhile. What only a person can mend
   * is no reason to wait.
   */
  default boolean isStarted() throws IOException {
    return isReady();
  }

  /** Why it will never be ready, although its process runs; absent while all is well. */
  default Optional<String> refusal() throws IOException {
    return Optional.empty();
  }

  /** What happens between ready and the start of the next part; the same at every start. */
  default void afterStart() throws IOException, InterruptedException, Obstacle {}

  void stop() throws IOException, InterruptedException;

  /** How long a start may take before it counts as failed, in seconds. */
  int patience();
}
