package org.dossierhub.signing.verification.pdf;

import java.util.Map;
import java.util.Optional;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;

/**
 * One cross-reference table or stream with its trailer (ISO 32000-1, 7.5.4, 7.5.5, 7.5.8).
 *
 * @param offset where it begins in the file
 * @param end offset behind the trailer, or behind the cross-reference stream
 * @param places where this section says the objects are, by number
 * @param hybrid the cross-reference stream that a table names in /XRefStm for newer readers
 */
record XrefSection(
    int offset, int end, Map<Integer, Place> places, Dict trailer, Optional<XrefSection> hybrid) {

  /** Where an object is. */
  sealed interface Place permits InFile, InStream, Free {}

  /** At an offset of the file. */
  record InFile(int offset, int generation) implements Place {}

  /** At a position of an object stream. */
  record InStream(int stream, int index) implements Place {}

  /** Nowhere: the number is not in use. */
  record Free() implements Place {}
}
