package org.dossierhub.signing.verification;

import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.pades.exception.InvalidPasswordException;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxDocumentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.dossierhub.signing.verification.pdf.PdfCoverage;

/**
 * A PDF as the library reads it with PDFBox, opened once: to be compared with our own reading, and
 * for the library's look at its signatures.
 */
final class LibraryPdf implements PdfCoverage.OpenPdf, AutoCloseable {
  private final byte[] bytes;
  private PdfBoxDocumentReader reader;

  LibraryPdf(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Opened when first asked for. */
  PdfBoxDocumentReader reader() throws IOException {
    if (reader == null) {
      try {
        reader = new PdfBoxDocumentReader(new InMemoryDocument(bytes));
      } catch (InvalidPasswordException e) {
        throw new IOException(e.getMessage(), e);
      }
    }
    return reader;
  }

  @Override
  public PDDocument document() throws IOException {
    return reader().getPDDocument();
  }

  @Override
  public void close() {
    try {
      if (reader != null) {
        reader.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("What is only in memory cannot be closed", e);
    }
  }
}
