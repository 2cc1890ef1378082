package org.dossierhub.exchange.desk;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Small PDF files written by hand, object by object, and the picture of a seal. */
public final class DraftPdf {
  private DraftPdf() {}

  /** Two A4 pages with a line of text each. */
  public static byte[] decision() {
    var file = new StringBuilder("%PDF-1.7\n");
    var offsets = new ArrayList<Integer>();
    var objects =
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
            page(6),
            page(7),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
            text("QUYET DINH - Dieu 1. Cap giay phep xay dung (hu cau)."),
            text("Dieu 2. Quyet dinh nay co hieu luc ke tu ngay ky."));
    for (int i = 0; i < objects.size(); i++) {
      offsets.add(file.length());
      file.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int xref = file.length();
    file.append("xref\n0 ").append(objects.size() + 1).append("\n0000000000 65535 f \n");
    offsets.forEach(offset -> file.append("%010d 00000 n \n".formatted(offset)));
    file.append("trailer\n<< /Size ")
        .append(objects.size() + 1)
        .append(" /Root 1 0 R >>\nstartxref\n")
        .append(xref)
        .append("\n%%EOF\n");
    return file.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String page(int content) {
    return "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
        + content
        + " 0 R /Resources << /Font << /F1 5 0 R >> >> >>";
  }

  private static String text(String line) {
    var content = "BT /F1 13 Tf 80 650 Td (" + line + ") Tj ET";
    return "<< /Length " + content.length() + " >>\nstream\n" + content + "\nendstream";
  }

  /** The same file with one more, empty page, appended as an incremental update. */
  static byte[] withOnePageMore(byte[] pdf) {
    var file = new StringBuilder(new String(pdf, StandardCharsets.ISO_8859_1));
    int previous = Integer.parseInt(last(file, "startxref\\s+(\\d+)").group(1));
    int size = Integer.parseInt(last(file, "/Size (\\d+)").group(1));
    var root = last(file, "/Root (\\d+ 0 R)").group(1);
    var pages =
        last(file, "(\\d+) 0 obj\\s*<<\\s*/Type /Pages\\s*/Kids \\[([^\\]]*)\\]\\s*/Count (\\d+)");
    var number = pages.group(1);
    int count = Integer.parseInt(pages.group(3));
    int pagesAt = file.length();
    file.append(number)
        .append(" 0 obj\n<< /Type /Pages /Kids [")
        .append(pages.group(2))
        .append(" %d 0 R] /Count %d >>\nendobj\n".formatted(size, count + 1));
    int pageAt = file.length();
    file.append(
        "%d 0 obj\n<< /Type /Page /Parent %s 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
            .formatted(size, number));
    int xref = file.length();
    file.append(
            "xref\n%s 1\n%010d 00000 n \n%d 1\n%010d 00000 n \n"
                .formatted(number, pagesAt, size, pageAt))
        .append(
            "trailer\n<< /Size %d /Root %s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
                .formatted(size + 1, root, previous, xref));
    return file.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Matcher last(CharSequence in, String pattern) {
    var matcher = Pattern.compile(pattern).matcher(in);
    int from = -1;
    while (matcher.find()) {
      from = matcher.start();
    }
    if (from < 0 || !matcher.find(from)) {
      throw new IllegalStateException("The file has no " + pattern);
    }
    return matcher;
  }

  /** A ring in red on transparent ground. */
  public static byte[] sealImage() {
    var image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_ARGB);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(210, 25, 30));
    graphics.drawOval(5, 5, 290, 290);
    graphics.dispose();
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
