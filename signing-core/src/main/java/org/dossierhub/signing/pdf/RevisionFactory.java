package org.dossierhub.signing.pdf;

import eu.europa.esig.dss.pdf.AbstractPdfObjFactory;
import eu.europa.esig.dss.pdf.PDFServiceMode;
import eu.europa.esig.dss.pdf.PDFSignatureService;

/** Hands {@link AppendRevision} to DSS. One per signature. */
final class RevisionFactory extends AbstractPdfObjFactory {
  private final Mark mark;

  RevisionFactory(Mark mark) {
    this.mark = mark;
  }

  @Override
  public PDFSignatureService newPAdESSignatureService() {
    return configure(new AppendRevision(PDFServiceMode.SIGNATURE, mark));
  }

  @Override
  public PDFSignatureService newContentTimestampService() {
    return configure(new AppendRevision(PDFServiceMode.CONTENT_TIMESTAMP, mark));
  }

  @Override
  public PDFSignatureService newSignatureTimestampService() {
    return configure(new AppendRevision(PDFServiceMode.SIGNATURE_TIMESTAMP, mark));
  }

  @Override
  public PDFSignatureService newArchiveTimestampService() {
    return configure(new AppendRevision(PDFServiceMode.ARCHIVE_TIMESTAMP, mark));
  }
}
