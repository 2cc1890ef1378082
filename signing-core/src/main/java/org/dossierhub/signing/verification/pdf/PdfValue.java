package org.dossierhub.signing.verification.pdf;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of the PDF language (ISO 32000-1, 7.3) as our own reader found it. */
sealed interface PdfValue {

  PdfValue NULL = new Word("null");

  /** {@code true}, {@code false} or {@code null}. */
  record Word(String text) implements PdfValue {}

  /** A number, as written. */
  record Num(String text) implements PdfValue {
    double value() {
      return Double.parseDouble(text);
    }

    boolean isInteger() {
      return text.indexOf('.') < 0;
    }

    boolean sameAs(Num other) {
      return isInteger() && other.isInteger()
          ? value() == other.value()
          : (float) value() == (float) other.value();
    }
  }

  /** A name without its solidus, escapes resolved; one char per byte. */
  record Name(String text) implements PdfValue {}

  /**
   * A string.
   *
   * @param bytes its content
   * @param start offset of its first delimiter in the file, -1 inside an object stream
   * @param end offset behind its last delimiter
   */
  record Text(byte[] bytes, int start, int end, boolean hexadecimal) implements PdfValue {
    @Override
    public boolean equals(Object other) {
      return other instanceof Text text && Arrays.equals(bytes, text.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    /** Text string (7.9.2.2): UTF-16 with its mark, UTF-8 with its mark, else one char per byte. */
    String text() {
      if (bytes.length >= 2 && (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF) {
        return new String(bytes, 2, bytes.length - 2, java.nio.charset.StandardCharsets.UTF_16BE);
      }
      if (bytes.length >= 3
          && (bytes[0] & 0xFF) == 0xEF
          && (bytes[1] & 0xFF) == 0xBB
          && (bytes[2] & 0xFF) == 0xBF) {
        return new String(bytes, 3, bytes.length - 3, java.nio.charset.StandardCharsets.UTF_8);
      }
      return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  /** An array. */
  record Array(List<PdfValue> items) implements PdfValue {}

  /** A dictionary; keys in the order of the file. */
  record Dict(Map<String, PdfValue> entries) implements PdfValue {
    PdfValue get(String key) {
      return entries.getOrDefault(key, NULL);
    }

    boolean has(String key) {
      return entries.containsKey(key) && !NULL.equals(entries.get(key));
    }

    Optional<String> name(String key) {
      return get(key) instanceof Name name ? Optional.of(name.text()) : Optional.empty();
    }
  }

  /**
   * A stream: its dictionary and where its data begins.
   *
   * @param start offset of the first byte of data
   */
  record Stream(Dict dict, int start) implements PdfValue {}

  /** An indirect reference. */
  record Ref(int number, int generation) implements PdfValue {}
}
