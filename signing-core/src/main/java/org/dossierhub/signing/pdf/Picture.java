package org.dossierhub.signing.pdf;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.dossierhub.signing.identity.Sha256;

/**
 * The picture of a signature or seal, decoded only after its size is known to be harmless, and
 * compressed for PDF once: a leader signs 200 decisions with the same picture.
 */
final class Picture {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int HEADER = 24; // signature 8, chunk length 4, "IHDR" 4, width 4, height 4
  private static final int MOST_BYTES = 2 * 1024 * 1024;
  private static final int MOST_PIXELS_A_SIDE = 3000;

  /** The pictures used last, by digest of the PNG. */
  private static final Map<Sha256, Picture> RECENT =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Picture> eldest) {
          return size() > 16;
        }
      };

  /** An image as it stands in a PDF: its dictionary and its compressed bytes. */
  private record Layer(COSDictionary dictionary, byte[] bytes) {
    static Layer of(COSStream stream) throws IOException {
      var dictionary = new COSDictionary(stream);
      dictionary.removeItem(COSName.SMASK);
      try (var in = stream.createRawInputStream()) {
        return new Layer(dictionary, in.readAllBytes());
      }
    }

    COSStream in(PDDocument document) throws IOException {
      var stream = document.getDocument().createCOSStream();
      for (var entry : dictionary.entrySet()) {
        stream.setItem(entry.getKey(), copy(entry.getValue()));
      }
      try (var out = stream.createRawOutputStream()) {
        out.write(bytes);
      }
      return stream;
    }

    /** Dictionaries get numbers in the file they are written to and cannot be shared. */
    private static COSBase copy(COSBase value) {
      if (value instanceof COSDictionary shared) {
        var own = new COSDictionary(shared);
        own.setDirect(true);
        return own;
      }
      return value;
    }
  }

  private final int width;
  private final int height;
  private final Layer colour;
  private final Layer opacity; // null when the picture has no transparent part

  private Picture(BufferedImage image) throws IOException {
    width = image.getWidth();
    height = image.getHeight();
    try (var scratch = new PDDocument()) {
      var made = LosslessFactory.createFromImage(scratch, image);
      colour = Layer.of(made.getCOSObject());
      var mask = made.getCOSObject().getCOSStream(COSName.SMASK);
      opacity = mask == null ? null : Layer.of(mask);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  PDImageXObject in(PDDocument document) throws IOException {
    var stream = colour.in(document);
    if (opacity != null) {
      stream.setItem(COSName.SMASK, opacity.in(document));
    }
    return new PDImageXObject(new PDStream(stream), null);
  }

  /** Refuses ({@link CannotSign}) what is not a PNG or is too large. */
  static Picture of(byte[] png) {
    var key = Sha256.of(png);
    synchronized (RECENT) {
      var known = RECENT.get(key);
      if (known != null) {
        return known;
      }
    }
    try {
      var picture = new Picture(decode(png));
      synchronized (RECENT) {
        RECENT.put(key, picture);
      }
      return picture;
    } catch (IOException e) {
      throw new UncheckedIOException("The picture cannot be compressed", e);
    }
  }

  private static BufferedImage decode(byte[] png) {
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
