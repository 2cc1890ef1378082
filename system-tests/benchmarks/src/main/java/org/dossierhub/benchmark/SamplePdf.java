package org.dossierhub.benchmark;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.librepdf.openpdf.fonts.Liberation;

/**
 * Pages of Vietnamese text with pictures, as large as asked for; the same bytes of content every
 * time.
 */
final class SamplePdf {
  private static final String TEXT =
      "Cấp giấy phép xây dựng cho ông Nguyễn Văn Hữu, thường trú tại xã An Hòa, tỉnh Bình Minh";
  private static final int LINES = 40;

  private SamplePdf() {}

  /**
   * @param pictures spread over the pages, each three bytes for a point that hardly pack
   */
  static byte[] of(int pages, int pictures, int pointsAcross) throws IOException {
    var noise = new Random(2026);
    try (var document = new PDDocument();
        var in = Liberation.class.getResourceAsStream("/liberation/LiberationSerif-Regular.ttf")) {
      var font = PDType0Font.load(document, in, true);
      for (int i = 0; i < pages; i++) {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
          write(content, font, i);
          if (i < pictures) {
            var picture = LosslessFactory.createFromImage(document, picture(pointsAcross, noise));
            content.drawImage(picture, 400, 40, 150, 150);
          }
        }
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static void write(PDPageContentStream content, PDFont font, int page) throws IOException {
    content.beginText();
    content.setFont(font, 12);
    content.newLineAtOffset(60, 790);
    for (int line = 0; line < LINES; line++) {
      content.showText("Điều " + (page * LINES + line) + ". " + TEXT);
      content.newLineAtOffset(0, -15);
    }
    content.endText();
  }

  private static BufferedImage picture(int pointsAcross, Random noise) {
    var picture = new BufferedImage(pointsAcross, pointsAcross, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < pointsAcross; y++) {
      for (int x = 0; x < pointsAcross; x++) {
        picture.setRGB(x, y, noise.nextInt(1 << 24));
      }
    }
    return picture;
  }
}
