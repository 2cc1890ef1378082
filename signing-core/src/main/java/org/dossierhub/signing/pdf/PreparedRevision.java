package org.dossierhub.signing.pdf;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A PDF whose last revision has a signature dictionary with an empty /Contents. The hole is found
 * by its /ByteRange, written by ourselves just before, and must fit the bytes exactly.
 */
final class PreparedRevision {
  private static final byte[] BYTE_RANGE = "/ByteRange".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final byte[] pdf;
  private final int holeStart; // position of '<'
  private final int holeEnd; // after '>'

  private PreparedRevision(byte[] pdf, int holeStart, int holeEnd) {
    this.pdf = pdf;
    this.holeStart = holeStart;
    this.holeEnd = holeEnd;
  }

  static PreparedRevision of(byte[] pdf) {
    for (var at = pdf.length - BYTE_RANGE.length; at >= 0; at--) {
      if (matches(pdf, at)) {
        var range = numbers(pdf, at + BYTE_RANGE.length);
        if (range != null && fits(pdf, range)) {
          return new PreparedRevision(pdf, (int) range[1], (int) range[2]);
        }
      }
    }
    throw new IllegalStateException("No signature is prepared at the end of the file");
  }

  private static boolean matches(byte[] pdf, int at) {
    for (var i = 0; i < BYTE_RANGE.length; i++) {
      if (pdf[at + i] != BYTE_RANGE[i]) {
        return false;
      }
    }
    return true;
  }

  private static long[] numbers(byte[] pdf, int from) {
    var text = new String(pdf, from, Math.min(80, pdf.length - from), StandardCharsets.ISO_8859_1);
    var open = text.indexOf('[');
    var close = text.indexOf(']');
    if (open < 0 || close < open || !text.substring(0, open).isBlank()) {
      return null;
    }
    var parts = text.substring(open + 1, close).trim().split("\\s+");
    if (parts.length != 4) {
      return null;
    }
    var range = new long[4];
    for (var i = 0; i < 4; i++) {
      if (!parts[i].matches("\\d{1,10}")) {
        return null;
      }
      range[i] = Long.parseLong(parts[i]);
    }
    return range;
  }

  private static boolean fits(byte[] pdf, long[] range) {
    if (range[0] != 0
        || range[1] < 1
        || range[2] <= range[1] + 2
        || range[2] + range[3] != pdf.length
        || pdf[(int) range[1]] != '<'
        || pdf[(int) range[2] - 1] != '>') {
      return false;
    }
    for (var i = (int) range[1] + 1; i < range[2] - 1; i++) {
      if (pdf[i] != '0') {
        return false;
      }
    }
    return true;
  }

  /** SHA-256 of everything but the hole. */
  byte[] digest() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(pdf, 0, holeStart);
      digest.update(pdf, holeEnd, pdf.length - holeEnd);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The file with this CMS in the hole; the rest of the hole stays zero. */
  byte[] with(byte[] cms) {
    if (cms.length * 2 > holeEnd - holeStart - 2) {
      throw new IllegalStateException(
          "The signature needs "
              + cms.length
              + " bytes, the file has room for "
              + (holeEnd - holeStart - 2) / 2);
    }
    var signed = pdf.clone();
    var at = holeStart + 1;
    for (var b : cms) {
      signed[at++] = HEX[(b >> 4) & 0xf];
      signed[at++] = HEX[b & 0xf];
    }
    return signed;
  }
}
