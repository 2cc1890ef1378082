package org.dossierhub.agent;

import java.awt.image.BufferedImage;
import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.dossierhub.signing.identity.Sha256;

/** The fetched document as the official sees it; the only place that knows PDFBox. */
final class PdfPages {
  /** A page larger than this at 100 dots per inch is shown smaller. */
  private static final float LARGEST_SIDE = 1400;

  private static final float DOTS_PER_POINT = 100f / 72;

  private final byte[] bytes;
  private final Sha256 digest;
  private final int count;

  private PdfPages(byte[] bytes, Sha256 digest, int count) {
    this.bytes = bytes;
    this.digest = digest;
    this.count = count;
  }

  static PdfPages of(byte[] bytes) throws IOException {
    try (PDDocument document = Loader.loadPDF(bytes)) {
      return new PdfPages(bytes, Sha256.of(bytes), document.getNumberOfPages());
    }
  }

  Sha256 digest() {
    return digest;
  }

  int count() {
    return count;
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * @param page counted from 1
   */
  BufferedImage picture(int page) throws IOException {
    try (PDDocument document = Loader.loadPDF(bytes)) {
      var size = document.getPage(page - 1).getCropBox();
      var scale =
          Math.min(DOTS_PER_POINT, LARGEST_SIDE / Math.max(size.getWidth(), size.getHeight()));
      return new PDFRenderer(document).renderImage(page - 1, scale, ImageType.RGB);
    }
  }
}
