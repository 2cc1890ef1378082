package org.dossierhub.signing.verification;

import java.nio.charset.StandardCharsets;

/**
 * The first look at a stranger's file: what it is, by its bytes and never by its name, and whether
 * it is of a size that is examined at all.
 */
final class FileGate {

  /** What a file is for the purpose of verification. */
  enum Kind {
    PDF(200),
    XML(50),
    CMS(200),
    ZIP(200),
    /** Proof that data existed at a time, beside the data (RFC 4998). */
    EVIDENCE_RECORD(50),
    /** A form of file in which the hub knows no signature: pictures, texts, office documents. */
    OTHER(Integer.MAX_VALUE >> 20);

    private final long limit;

    Kind(int megabytes) {
      this.limit = (long) megabytes << 20;
    }

    /** The most bytes that are examined. */
    long limit() {
      return limit;
    }
  }

  /** How much of a file tells what it is. */
  static final int START = 1024;

  /** The most bytes that are taken into memory, whatever they are. */
  static final long MOST_LOADED = 256L << 20;

  private static final byte[] SIGNED_DATA_OID = {
    0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x07, 0x02
  };

  private FileGate() {}

  static Kind kindOf(byte[] document) {
    var start =
        new String(document, 0, Math.min(document.length, START), StandardCharsets.ISO_8859_1);
    // ISO 32000-1, implementation note 13: readers look for the header within the first 1024 bytes.
    if (start.contains("%PDF-")) {
      return Kind.PDF;
    }
    if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
      return Kind.ZIP;
    }
    if (looksLikeXml(start)) {
      return Kind.XML;
    }
    if (start.startsWith("0")
        && contains(document, SIGNED_DATA_OID, Math.min(document.length, 32))) {
      return Kind.CMS;
    }
    return isEvidenceRecord(document) ? Kind.EVIDENCE_RECORD : Kind.OTHER;
  }

  /** RFC 4998, 3.1: a sequence that begins with version 1 and the list of digest algorithms. */
  private static boolean isEvidenceRecord(byte[] document) {
    if (document.length < 16 || document[0] != 0x30) {
      return false;
    }
    int at = 2 + (document[1] < 0 ? document[1] & 0x7F : 0);
    return at + 4 < document.length
        && document[at] == 0x02
        && document[at + 1] == 0x01
        && document[at + 2] == 0x01
        && document[at + 3] == 0x30;
  }

  private static boolean looksLikeXml(String start) {
    var utf16 = start.startsWith("\u00FE\u00FF") || start.startsWith("\u00FF\u00FE");
    var text = (utf16 ? start.substring(2).replace("\u0000", "") : start).strip();
    return (text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3).strip() : text)
        .startsWith("<");
  }

  private static boolean contains(byte[] document, byte[] wanted, int within) {
    for (int i = 0; i + wanted.length <= within; i++) {
      int same = 0;
      while (same < wanted.length && document[i + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
