package org.dossierhub.exchange.verification;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * A web address as QR code (ISO/IEC 18004, error correction M, quiet zone of four modules), black
 * on white.
 */
final class QrCode {
  private static final int PIXELS = 330;

  private QrCode() {}

  static byte[] png(URI address) {
    try {
      var hints =
          Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, 4);
      var code =
          new QRCodeWriter()
              .encode(address.toString(), BarcodeFormat.QR_CODE, PIXELS, PIXELS, hints);
      var out = new ByteArrayOutputStream();
      if (!ImageIO.write(picture(code), "png", out)) {
        throw new IllegalStateException("Every Java platform writes PNG");
      }
      return out.toByteArray();
    } catch (WriterException | IOException e) {
      throw new IllegalStateException("No QR code can be made of " + address, e);
    }
  }

  private static BufferedImage picture(BitMatrix code) {
    var picture =
        new BufferedImage(code.getWidth(), code.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < code.getHeight(); y++) {
      for (int x = 0; x < code.getWidth(); x++) {
        picture.setRGB(x, y, code.get(x, y) ? 0x000000 : 0xFFFFFF);
      }
    }
    return picture;
  }
}
