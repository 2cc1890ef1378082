package org.dossierhub.signing.verification;

import java.util.ArrayDeque;

/**
 * A bounded first reading of BER (X.690), before any library builds a tree of it: every element
 * lies inside the one around it, and there are caps on depth, on counts, and on the numbers whose
 * reading takes more than linear time.
 */
final class Asn1Gate {
  private static final int DEEPEST = 64;
  private static final int MOST_ELEMENTS = 2_000_000;
  private static final int LONGEST_IDENTIFIER = 128;
  private static final int LONGEST_NUMBER = 8_192;

  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int INTEGER = 0x02;
  private static final int CONSTRUCTED = 0x20;
  private static final int INDEFINITE = -1;

  private final byte[] bytes;

  /** Where the elements around the present one end; -1 for an indefinite length. */
  private final ArrayDeque<Integer> ends = new ArrayDeque<>();

  private int at;
  private int elements;

  private Asn1Gate(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @return where the value ends; what follows belongs to nobody
   */
  static int examine(byte[] bytes) throws FileRefused {
    return new Asn1Gate(bytes).read();
  }

  private int read() throws FileRefused {
    do {
      element();
      while (!ends.isEmpty() && closed()) {
        ends.pop();
      }
    } while (!ends.isEmpty());
    return at;
  }

  /** Whether the innermost element ends here; the mark of an indefinite one is stepped over. */
  private boolean closed() throws FileRefused {
    if (ends.peek() != INDEFINITE) {
      return at == ends.peek();
    }
    if (left() >= 2 && bytes[at] == 0 && bytes[at + 1] == 0) {
      at += 2;
      return true;
    }
    return false;
  }

  private int left() throws FileRefused {
    int end = bytes.length;
    for (int one : ends) {
      if (one != INDEFINITE) {
        end = one;
        break;
      }
    }
    if (at > end) {
      throw FileRefused.because("ASN1_BROKEN", at);
    }
    return end - at;
  }

  private int next() throws FileRefused {
    if (left() < 1) {
      throw FileRefused.because("ASN1_BROKEN", at);
    }
    return bytes[at++] & 0xFF;
  }

  private void element() throws FileRefused {
    limit(++elements, MOST_ELEMENTS);
    int tag = next();
    if ((tag & 0x1F) == 0x1F) {
      int more = 0;
      while ((next() & 0x80) != 0) {
        limit(++more, 4);
      }
    }
    int length = length();
    if ((tag & CONSTRUCTED) != 0) {
      ends.push(length == INDEFINITE ? INDEFINITE : at + length);
      limit(ends.size(), DEEPEST);
      return;
    }
    if (length == INDEFINITE) {
      throw FileRefused.because("ASN1_BROKEN", at);
    }
    if (tag == OBJECT_IDENTIFIER) {
      limit(length, LONGEST_IDENTIFIER);
    } else if (tag == INTEGER) {
      limit(length, LONGEST_NUMBER);
    }
    at += length;
  }

  private int length() throws FileRefused {
    int first = next();
    if (first < 0x80) {
      return within(first);
    }
    int more = first & 0x7F;
    if (more == 0) {
      return INDEFINITE;
    }
    long length = 0;
    for (int i = 0; i < more; i++) {
      length = length << 8 | next();
      if (length > Integer.MAX_VALUE) {
        throw FileRefused.because("ASN1_BROKEN", at);
      }
    }
    return within(length);
  }

  private int within(long length) throws FileRefused {
    if (length > left()) {
      throw FileRefused.because("ASN1_BROKEN", at);
    }
    return (int) length;
  }

  private static void limit(int found, int most) throws FileRefused {
    if (found > most) {
      throw FileRefused.because("ASN1_TOO_COMPLEX", most);
    }
  }
}
