package org.dossierhub.exchange.desk;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.dossierhub.signing.identity.AgencyCode;
import org.dossierhub.signing.pdf.ResultLayout;

/**
 * What an officer hands in to become a result: the title as the public will read it, the symbol
 * after the number such as {@code QĐ-SXD}, the unsigned PDF, and the agencies that shall receive
 * the result besides the submitter. Without a layout the places for number, date, signature and
 * seal are found by the words printed on the draft.
 */
public record Draft(
    String title,
    String symbol,
    Pdf pdf,
    Optional<ResultLayout> layout,
    List<AgencyCode> distribution) {

  public Draft {
    distribution = List.copyOf(distribution);
  }

  /** A draft whose places are found by its words. */
  public Draft(String title, String symbol, Pdf pdf, List<AgencyCode> distribution) {
    this(title, symbol, pdf, Optional.empty(), distribution);
  }

  /** The file, which is read only when there is room for it in the heap. */
  public interface Pdf {
    /** In bytes. */
    long size();

    byte[] read() throws IOException;

    /** A file that is in memory already. */
    static Pdf of(byte[] bytes) {
      return new Pdf() {
        @Override
        public long size() {
          return bytes.length;
        }

        @Override
        public byte[] read() {
          return bytes;
        }
      };
    }
  }
}
