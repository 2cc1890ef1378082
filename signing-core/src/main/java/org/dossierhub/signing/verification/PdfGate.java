package org.dossierhub.signing.verification;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A bounded first look at a PDF, before any reader takes it apart: how much its object streams and
 * cross-reference streams unpack to, all together. Readers unpack these into trees of objects,
 * those too that nobody refers to, so a file of a megabyte could fill any heap. Pages, pictures and
 * fonts are not looked at: nothing here draws them.
 *
 * <p>The streams are found by their bytes and not by the cross-reference, which a hostile file may
 * have broken so that readers search for themselves. Encrypted ones do not unpack and are left to
 * the budget of the worker.
 */
final class PdfGate {
  /** Together; a reader's objects take several times that. */
  private static final long MOST = 128L << 20;

  /** A dictionary of structure is shorter; one that is longer is taken for structure. */
  private static final int LONGEST_DICTIONARY = 4096;

  private static final byte[] STREAM = "stream".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern FILTER =
      Pattern.compile("/(FlateDecode|LZWDecode|ASCII85Decode|ASCIIHexDecode|RunLengthDecode)\\b");

  private final byte[] pdf;
  private final byte[] buffer = new byte[64 * 1024];
  private long unpacked;

  private PdfGate(byte[] pdf) {
    this.pdf = pdf;
  }

  static void examine(byte[] pdf) throws FileRefused {
    new PdfGate(pdf).read();
  }

  private void read() throws FileRefused {
    int at = next(0);
    while (at >= 0) {
      if (!isEndOfStream(at)) {
        structure(at);
      }
      at = next(at + STREAM.length);
    }
  }

  /** Where the word stands next: most bytes are skipped by looking at every sixth. */
  private int next(int from) {
    int last = STREAM.length - 1;
    int i = from + last;
    while (i < pdf.length) {
      switch (pdf[i]) {
        case 'm' -> {
          if (isStream(i - last)) {
            return i - last;
          }
          i += STREAM.length;
        }
        case 'a' -> i += 1;
        case 'e' -> i += 2;
        case 'r' -> i += 3;
        case 't' -> i += 4;
        case 's' -> i += 5;
        default -> i += STREAM.length;
      }
    }
    return -1;
  }

  private boolean isStream(int at) {
    for (int i = 0; i < STREAM.length; i++) {
      if (pdf[at + i] != STREAM[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isEndOfStream(int at) {
    return at >= 3 && pdf[at - 1] == 'd' && pdf[at - 2] == 'n' && pdf[at - 3] == 'e';
  }

  private void structure(int at) throws FileRefused {
    int from = Math.max(0, at - LONGEST_DICTIONARY);
    var before = new String(pdf, from, at - from, StandardCharsets.ISO_8859_1);
    int begin = before.lastIndexOf("obj");
    var dictionary = begin < 0 ? before : before.substring(begin);
    var names = dictionary.contains("#") ? unescaped(dictionary) : dictionary;
    if (begin >= 0 && !names.contains("/ObjStm") && !names.contains("/XRef")) {
      return;
    }
    // ISO 32000-1 permits it, no program does it: packed twice, a kilobyte is a gigabyte
    if (begin >= 0 && (FILTER.matcher(names).results().count() > 1 || names.contains("/LZW"))) {
      throw refused();
    }
    int data = at + STREAM.length;
    if (data < pdf.length && pdf[data] == '\r') {
      data++;
    }
    if (data < pdf.length && pdf[data] == '\n') {
      data++;
    }
    count(data);
  }

  private void count(int data) throws FileRefused {
    var inflater = new Inflater();
    try {
      inflater.setInput(pdf, data, pdf.length - data);
      while (!inflater.finished()) {
        int read = inflater.inflate(buffer);
        if (read == 0) {
          return;
        }
        unpacked += read;
        if (unpacked > MOST) {
          throw refused();
        }
      }
    } catch (DataFormatException e) {
      // not packed, encrypted or broken: whoever reads it finds no more than the bytes that are
      // there
      return;
    } finally {
      inflater.end();
    }
  }

  private static FileRefused refused() {
    return FileRefused.because("PDF_BOMB", MOST >> 20);
  }

  /** 7.3.5: a name may be written with the numbers of its letters. */
  private static String unescaped(String text) {
    return Pattern.compile("#([0-9A-Fa-f]{2})")
        .matcher(text)
        .replaceAll(
            found ->
                java.util.regex.Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(found.group(1), 16))));
  }
}
