package org.dossierhub.signing.verification.pdf;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;

/**
 * Unpacks the streams that carry structure: cross-reference streams and object streams (7.5.7,
 * 7.5.8).
 */
final class StreamData {
  private static final int MOST = 64 << 20;

  private StreamData() {}

  static byte[] unpack(byte[] raw, String filter, Dict parameters, Budget budget) {
    if (filter.isEmpty()) {
      return raw;
    }
    if (!filter.equals("FlateDecode")) {
      throw new NotReadable("Structure packed with " + filter);
    }
    return unpredicted(inflate(raw, budget), parameters);
  }

  private static byte[] inflate(byte[] raw, Budget budget) {
    var inflater = new Inflater();
    try {
      inflater.setInput(raw);
      var out = new ByteArrayOutputStream(raw.length * 4);
      var buffer = new byte[16 * 1024];
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (read == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          throw new NotReadable("Packed structure ends too early");
        }
        out.write(buffer, 0, read);
        budget.spend(read / 64);
        if (out.size() > MOST) {
          throw new Budget.Spent("packed structure of more than " + MOST + " bytes");
        }
      }
      return out.toByteArray();
    } catch (DataFormatException e) {
      throw new NotReadable("Packed structure is broken: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  /** PNG predictors, 7.4.4.4. */
  private static byte[] unpredicted(byte[] data, Dict parameters) {
    int predictor = number(parameters, "Predictor", 1);
    if (predictor == 1) {
      return data;
    }
    if (predictor < 10) {
      throw new NotReadable("Structure packed with predictor " + predictor);
    }
    int bytesPerPixel =
        Math.max(
            1, number(parameters, "Colors", 1) * number(parameters, "BitsPerComponent", 8) / 8);
    int row =
        (number(parameters, "Columns", 1)
                    * number(parameters, "Colors", 1)
                    * number(parameters, "BitsPerComponent", 8)
                + 7)
            / 8;
    if (row <= 0 || row > 1 << 20) {
      throw new NotReadable("Structure packed in rows of " + row);
    }
    int rows = data.length / (row + 1);
    var out = new byte[rows * row];
    for (int r = 0; r < rows; r++) {
      unpredictRow(data, r * (row + 1), out, r * row, row, bytesPerPixel);
    }
    return out;
  }

  private static void unpredictRow(byte[] data, int from, byte[] out, int to, int row, int pixel) {
    int type = data[from];
    for (int i = 0; i < row; i++) {
      int left = i >= pixel ? out[to + i - pixel] & 0xFF : 0;
      int up = to >= row ? out[to + i - row] & 0xFF : 0;
      int upLeft = i >= pixel && to >= row ? out[to + i - row - pixel] & 0xFF : 0;
      int predicted =
          switch (type) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> up;
            case 3 -> (left + up) / 2;
            case 4 -> paeth(left, up, upLeft);
            default -> throw new NotReadable("Unknown predictor of a row: " + type);
          };
      out[to + i] = (byte) (data[from + 1 + i] + predicted);
    }
  }

  private static int paeth(int a, int b, int c) {
    int p = a + b - c;
    int pa = Math.abs(p - a);
    int pb = Math.abs(p - b);
    int pc = Math.abs(p - c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  }

  private static int number(Dict parameters, String key, int otherwise) {
    return parameters.get(key) instanceof Num num && num.isInteger()
        ? (int) num.value()
        : otherwise;
  }
}
