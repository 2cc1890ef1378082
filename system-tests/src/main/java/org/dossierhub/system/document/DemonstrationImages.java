package org.dossierhub.system.document;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.GeneralPath;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * The images of signature and seal as NĐ 30/2020 Phụ lục I wants them – blue and red, transparent
 * PNG – drawn for people and agencies that do not exist.
 */
public final class DemonstrationImages {
  private static final Color BLUE = new Color(20, 50, 170);
  private static final Color RED = new Color(205, 25, 30, 225);

  private DemonstrationImages() {}

  /** Something that looks like a handwritten signature, always the same for the same name. */
  public static byte[] signature(String name) {
    var image = new BufferedImage(640, 260, BufferedImage.TYPE_INT_ARGB);
    var pen = pen(image);
    pen.setColor(BLUE);
    pen.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    var random = new Random(name.hashCode());
    var line = new GeneralPath();
    line.moveTo(50, 170);
    for (int x = 50; x < 520; x += 65) {
      line.curveTo(
          x + 20,
          20 + random.nextInt(70),
          x + 45,
          170 + random.nextInt(60),
          x + 65 + random.nextInt(20),
          110 + random.nextInt(50));
    }
    line.curveTo(620, 60, 300, 240, 120, 215);
    pen.draw(line);
    pen.dispose();
    return png(image);
  }

  /** A round seal with the agency's name around a star. */
  public static byte[] seal(String upper, String agency) {
    int size = 480;
    var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
    var pen = pen(image);
    pen.setColor(RED);
    pen.setStroke(new BasicStroke(9));
    pen.draw(new Ellipse2D.Double(10, 10, size - 20, size - 20));
    pen.setStroke(new BasicStroke(3));
    pen.draw(new Ellipse2D.Double(95, 95, size - 190, size - 190));
    around(pen, upper, 186, 34, -90, size);
    pen.fill(star(size / 2.0, size / 2.0 + 186, 22));
    pen.setFont(font(46));
    int y = agency.contains(" ") ? 200 : 250;
    for (String line : twoLines(agency)) {
      int width = pen.getFontMetrics().stringWidth(line);
      pen.drawString(line, (size - width) / 2, y + 18);
      y += 62;
    }
    pen.dispose();
    return png(image);
  }

  private static GeneralPath star(double x, double y, double radius) {
    var star = new GeneralPath();
    for (int i = 0; i < 10; i++) {
      double angle = -Math.PI / 2 + i * Math.PI / 5;
      double reach = i % 2 == 0 ? radius : radius * 0.4;
      double px = x + reach * Math.cos(angle);
      double py = y + reach * Math.sin(angle);
      if (i == 0) {
        star.moveTo(px, py);
      } else {
        star.lineTo(px, py);
      }
    }
    star.closePath();
    return star;
  }

  private static String[] twoLines(String text) {
    int middle = text.indexOf(' ');
    return middle < 0
        ? new String[] {text}
        : new String[] {text.substring(0, middle), text.substring(middle + 1)};
  }

  /**
   * Letters standing along a circle of the given radius, centred at an angle (degrees, clockwise
   * from three o'clock).
   */
  private static void around(
      Graphics2D pen, String text, double radius, int fontSize, double centre, int size) {
    pen.setFont(font(fontSize));
    var metrics = pen.getFontMetrics();
    double total = Math.toDegrees(metrics.stringWidth(text) * 1.08 / radius);
    double angle = centre - total / 2;
    for (int i = 0; i < text.length(); i++) {
      var letter = text.substring(i, i + 1);
      double step = Math.toDegrees(metrics.stringWidth(letter) * 1.08 / radius);
      double at = Math.toRadians(angle + step / 2);
      var before = pen.getTransform();
      pen.translate(size / 2.0 + radius * Math.cos(at), size / 2.0 + radius * Math.sin(at));
      pen.transform(AffineTransform.getRotateInstance(at + Math.PI / 2));
      pen.drawString(letter, -metrics.stringWidth(letter) / 2f, fontSize / 3f);
      pen.setTransform(before);
      angle += step;
    }
  }

  private static Graphics2D pen(BufferedImage image) {
    var pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    return pen;
  }

  private static Font font(float size) {
    try (var in =
        DemonstrationImages.class.getResourceAsStream("/liberation/LiberationSans-Bold.ttf")) {
      return Font.createFont(Font.TRUETYPE_FONT, in).deriveFont(size);
    } catch (IOException | FontFormatException e) {
      throw new IllegalStateException("The font of the seal cannot be read", e);
    }
  }

  private static byte[] png(BufferedImage image) {
    try {
      var out = new ByteArrayOutputStream();
      ImageIO.write(image, "png", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
