package org.dossierhub.signing.pdf;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.librepdf.openpdf.fonts.Liberation;

/**
 * Decisions of a fictitious agency as its office software would export them (NĐ 30/2020, Phụ lục
 * I), and the pictures of a signature and a seal. Everything is drawn in code.
 */
public final class DecisionPdf {
  private static final float MM = 72 / 25.4f;
  private static final float SIZE = 14;
  private static final float LEFT = 30 * MM;
  private static final float RIGHT = 190 * MM;

  private final PDDocument document = new PDDocument();
  private final PDFont regular = font("LiberationSerif-Regular.ttf");
  private final PDFont bold = font("LiberationSerif-Bold.ttf");
  private final PDFont italic = font("LiberationSerif-Italic.ttf");
  private PDPageContentStream content;
  private float y;

  private DecisionPdf() throws IOException {}

  /** A building permit decision of several pages, waiting for number, date, signature and seal. */
  public static byte[] draft() {
    try {
      var decision = new DecisionPdf();
      decision.write();
      var out = new ByteArrayOutputStream();
      decision.document.save(out);
      decision.document.close();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PDFont font(String file) throws IOException {
    try (var in = Liberation.class.getResourceAsStream("/liberation/" + file)) {
      return PDType0Font.load(document, in, true);
    }
  }

  private void write() throws IOException {
    newPage();
    centred("UBND TỈNH BÌNH MINH", regular, 13, 58 * MM, 272 * MM);
    centred("SỞ XÂY DỰNG", bold, 13, 58 * MM, 266 * MM);
    rule(48 * MM, 68 * MM, 264.2f * MM);
    centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, 12, 146 * MM, 272 * MM);
    centred("Độc lập - Tự do - Hạnh phúc", bold, 13, 146 * MM, 266 * MM);
    rule(119 * MM, 173 * MM, 264.2f * MM);
    at("Số:", regular, 13, 39 * MM, 254.26f * MM);
    at("Bình Minh,", italic, 13, 112 * MM, 254.26f * MM);
    centred("QUYẾT ĐỊNH", bold, 14, 110 * MM, 240 * MM);
    centred("Về việc cấp giấy phép xây dựng nhà ở riêng lẻ", bold, 14, 110 * MM, 234 * MM);
    rule(95 * MM, 125 * MM, 231 * MM);
    centred("GIÁM ĐỐC SỞ XÂY DỰNG", bold, 14, 110 * MM, 222 * MM);
    y = 212 * MM;
    for (var ground : GROUNDS) {
      paragraph(ground, italic);
    }
    y -= 10;
    line("QUYẾT ĐỊNH:", bold, true);
    for (var i = 0; i < 4; i++) {
      for (var article : ARTICLES) {
        paragraph(article, regular);
      }
    }
    newPage();
    y = 275 * MM;
    paragraph(
        "Điều 9. Chánh Văn phòng Sở, Trưởng phòng Quản lý hoạt động xây dựng, ông Nguyễn Văn Hữu và"
            + " các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        regular);
    at("Nơi nhận:", bold, 12, LEFT, 82 * MM);
    var place = 77 * MM;
    for (var receiver : List.of("- Như Điều 9;", "- UBND tỉnh (để báo cáo);", "- Lưu: VT, QLXD.")) {
      at(receiver, regular, 11, LEFT, place);
      place -= 5 * MM;
    }
    centred("GIÁM ĐỐC", bold, 14, 150 * MM, 68 * MM);
    centred("Nguyễn Thị Minh An", bold, 14, 150 * MM, 36 * MM);
    content.close();
  }

  private static final List<String> GROUNDS =
      List.of(
          "Căn cứ Luật Xây dựng ngày 18 tháng 6 năm 2014; Luật sửa đổi, bổ sung một số điều của Luật"
              + " Xây dựng ngày 17 tháng 6 năm 2020;",
          "Xét đơn đề nghị cấp giấy phép xây dựng của ông Nguyễn Văn Hữu và kết quả thẩm định hồ sơ;",
          "Theo đề nghị của Trưởng phòng Quản lý hoạt động xây dựng.");

  private static final List<String> ARTICLES =
      List.of(
          "Điều 1. Cấp giấy phép xây dựng cho ông Nguyễn Văn Hữu, thường trú tại xã An Hòa, tỉnh Bình"
              + " Minh, được phép xây dựng nhà ở riêng lẻ trên thửa đất số 125, tờ bản đồ số 18, diện"
              + " tích 240,5 m², mật độ xây dựng 62%, hệ số sử dụng đất 1,86, chiều cao công trình"
              + " 11,4 m, số tầng: 03 tầng.",
          "Điều 2. Chủ đầu tư phải hoàn toàn chịu trách nhiệm trước pháp luật nếu xâm phạm các quyền"
              + " hợp pháp của các chủ sở hữu liền kề; phải thực hiện đúng các quy định của pháp luật"
              + " về đất đai, về đầu tư xây dựng và giấy phép xây dựng này.",
          "Điều 3. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày"
              + " cấp; quá thời hạn trên phải đề nghị gia hạn giấy phép xây dựng.");

  private void newPage() throws IOException {
    if (content != null) {
      content.close();
    }
    var page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    content = new PDPageContentStream(document, page);
    y = 275 * MM;
  }

  private void paragraph(String text, PDFont font) throws IOException {
    var words = new ArrayList<>(List.of(text.split(" ")));
    var indent = 10 * MM;
    while (!words.isEmpty()) {
      var fitting = new StringBuilder();
      while (!words.isEmpty()
          && width(fitting + words.get(0), font, SIZE) < RIGHT - LEFT - indent) {
        fitting.append(words.remove(0)).append(' ');
      }
      if (y < 25 * MM) {
        newPage();
      }
      at(fitting.toString().strip(), font, SIZE, LEFT + indent, y);
      y -= 18;
      indent = 0;
    }
    y -= 6;
  }

  private void line(String text, PDFont font, boolean centre) throws IOException {
    centred(text, font, SIZE, 110 * MM, y);
    y -= 24;
  }

  private static float width(String text, PDFont font, float size) throws IOException {
    return font.getStringWidth(text) / 1000 * size;
  }

  private void centred(String text, PDFont font, float size, float x, float baseline)
      throws IOException {
    at(text, font, size, x - width(text, font, size) / 2, baseline);
  }

  private void at(String text, PDFont font, float size, float x, float baseline)
      throws IOException {
    content.beginText();
    content.setFont(font, size);
    content.newLineAtOffset(x, baseline);
    content.showText(text);
    content.endText();
  }

  private void rule(float from, float to, float height) throws IOException {
    content.setLineWidth(0.7f);
    content.moveTo(from, height);
    content.lineTo(to, height);
    content.stroke();
  }

  /** A handwritten signature in blue on transparent ground. */
  public static byte[] signatureImage() {
    var image = new BufferedImage(600, 264, BufferedImage.TYPE_INT_ARGB);
    var graphics = graphics(image);
    graphics.setColor(new Color(20, 50, 170));
    graphics.setStroke(new BasicStroke(7, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    var pen = new Path2D.Float();
    pen.moveTo(40, 190);
    pen.curveTo(120, -40, 160, 20, 130, 200);
    pen.curveTo(120, 250, 230, 60, 260, 70);
    pen.curveTo(290, 80, 220, 210, 270, 190);
    pen.curveTo(330, 160, 330, 90, 370, 110);
    pen.curveTo(400, 130, 340, 210, 400, 180);
    pen.curveTo(470, 140, 500, 90, 570, 60);
    graphics.draw(pen);
    graphics.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    var underline = new Path2D.Float();
    underline.moveTo(60, 235);
    underline.curveTo(240, 200, 420, 215, 560, 190);
    graphics.draw(underline);
    graphics.dispose();
    return png(image);
  }

  /** A round seal in red on transparent ground, 36 mm at 600 pixels. */
  public static byte[] sealImage() {
    var image = new BufferedImage(600, 600, BufferedImage.TYPE_INT_ARGB);
    var graphics = graphics(image);
    graphics.setColor(new Color(210, 25, 30));
    graphics.setStroke(new BasicStroke(12));
    graphics.drawOval(10, 10, 580, 580);
    graphics.setStroke(new BasicStroke(4));
    graphics.drawOval(28, 28, 544, 544);
    graphics.drawOval(150, 150, 300, 300);
    graphics.setFont(new Font(Font.SERIF, Font.BOLD, 54));
    var text = "SỞ XÂY DỰNG ★ TỈNH BÌNH MINH (HƯ CẤU) ★ ";
    var step = 2 * Math.PI / text.length();
    for (var i = 0; i < text.length(); i++) {
      var turn = new AffineTransform();
      turn.rotate(i * step - Math.PI / 2, 300, 300);
      graphics.setTransform(turn);
      graphics.drawString(text.substring(i, i + 1), 282, 102);
    }
    graphics.setTransform(new AffineTransform());
    var star = new Path2D.Float();
    for (var i = 0; i < 10; i++) {
      var radius = i % 2 == 0 ? 130 : 52;
      var angle = i * Math.PI / 5 - Math.PI / 2;
      var x = 300 + radius * Math.cos(angle);
      var up = 300 + radius * Math.sin(angle);
      if (i == 0) {
        star.moveTo(x, up);
      } else {
        star.lineTo(x, up);
      }
    }
    star.closePath();
    graphics.fill(star);
    graphics.dispose();
    return png(image);
  }

  private static Graphics2D graphics(BufferedImage image) {
    var graphics = image.createGraphics();
    graphics.setComposite(AlphaComposite.SrcOver);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    return graphics;
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

  /** A page that is one picture: white paper with a dark block where text would be. */
  public static byte[] scan() {
    var paper = new BufferedImage(595, 842, BufferedImage.TYPE_BYTE_GRAY);
    var pen = paper.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 595, 842);
    pen.setColor(Color.BLACK);
    for (int line = 0; line < 10; line++) {
      pen.fillRect(80, 180 + 12 * line, 300, 5);
    }
    pen.dispose();
    try (var document = new PDDocument()) {
      var page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      try (var content = new PDPageContentStream(document, page)) {
        content.drawImage(LosslessFactory.createFromImage(document, paper), 0, 0, 595, 842);
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
