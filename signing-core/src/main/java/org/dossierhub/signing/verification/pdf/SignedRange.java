package org.dossierhub.signing.verification.pdf;

import java.util.List;
import java.util.Optional;

/**
 * A signature of a PDF as our own reader found it.
 *
 * @param field full name of its field
 * @param byteRange the four numbers of /ByteRange; empty if they cannot be read
 * @param timestamp whether it is a document time-stamp (ISO 32000-2, 12.8.5)
 * @param page the page its widget is on, counted from 1; 0 for none
 * @param unreadable why it cannot be a signature, if so
 */
public record SignedRange(
    String field,
    List<Integer> byteRange,
    boolean timestamp,
    int page,
    Optional<String> unreadable) {

  public SignedRange {
    byteRange = List.copyOf(byteRange);
  }

  /** Length of the file when this signature was made; 0 if unreadable. */
  public int end() {
    return byteRange.size() == 4 ? byteRange.get(2) + byteRange.get(3) : 0;
  }
}
