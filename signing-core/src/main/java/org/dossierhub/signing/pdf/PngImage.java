package org.dossierhub.signing.pdf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** The picture of a signature or seal, decoded only after its size is known to be harmless. */
final class PngImage {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int HEADER = 24; // signature 8, chunk length 4, "IHDR" 4, width 4, height 4
  private static final int MOST_BYTES = 2 * 1024 * 1024;
  private static final int MOST_PIXELS_A_SIDE = 3000;

  private PngImage() {}

  static BufferedImage decode(byte[] png) {
    if (png.length < HEADER
        || png.length > MOST_BYTES
        || !Arrays.equals(png, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw unusable("expected a PNG of at most " + MOST_BYTES + " bytes");
    }
    var width = ByteBuffer.wrap(png).getInt(16);
    var height = ByteBuffer.wrap(png).getInt(20);
    if (width < 1 || height < 1 || width > MOST_PIXELS_A_SIDE || height > MOST_PIXELS_A_SIDE) {
      throw unusable(
          "expected at most "
              + MOST_PIXELS_A_SIDE
              + " pixels a side, found "
              + width
              + "×"
              + height);
    }
    try {
      var image = ImageIO.read(new ByteArrayInputStream(png));
      if (image == null) {
        throw unusable("no reader for it");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      throw new CannotSign(CannotSign.Reason.IMAGE_UNUSABLE, "it cannot be decoded", e);
    }
  }

  private static CannotSign unusable(String detail) {
    return new CannotSign(CannotSign.Reason.IMAGE_UNUSABLE, detail);
  }
}
