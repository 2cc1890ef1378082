package org.dossierhub.signing.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Says what the signatures of a file are worth: {@link VerifyDocument} in the thread that asks, or
 * the worker processes that keep strangers' bytes out of it. Every file gets an answer, never an
 * exception. Safe for use by several threads at once.
 */
public interface DocumentVerifier {

  /**
   * @param fileName for the report only; nothing is told from it
   */
  ValidationReport verify(String fileName, byte[] document);

  /**
   * The same for a file on disk, which need not be taken into the memory of this process.
   *
   * @param fileName for the report only; nothing is told from it
   */
  ValidationReport verify(String fileName, Path document) throws IOException;

  /** The same verdict, with what it rests on, for verdicts that are kept. */
  Examined examine(String fileName, byte[] document);

  /** The same for a file on disk. */
  Examined examine(String fileName, Path document) throws IOException;

  /**
   * The same verifier for files that are no stranger's or that nobody waits for.
   *
   * @param patience how long one of them may take, where this verifier gives up at all
   */
  default DocumentVerifier patiently(Duration patience) {
    return this;
  }
}
