package org.dossierhub.signing.verification.pdf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.dossierhub.signing.verification.pdf.PdfValue.Array;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Name;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;
import org.dossierhub.signing.verification.pdf.PdfValue.Text;
import org.dossierhub.signing.verification.pdf.PdfValue.Word;

/**
 * Reads values of the PDF language from bytes (ISO 32000-1, 7.2 and 7.3), strictly and with bounds.
 */
final class PdfSyntax {
  private static final int DEEPEST = 64;

  private final byte[] bytes;
  private final int limit;
  private final boolean inFile;
  private final Budget budget;
  private int at;

  /**
   * @param inFile whether offsets in these bytes are offsets in the file; false inside an object
   *     stream
   */
  PdfSyntax(byte[] bytes, int at, int limit, boolean inFile, Budget budget) {
    this.bytes = bytes;
    this.at = at;
    this.limit = limit;
    this.inFile = inFile;
    this.budget = budget;
  }

  int at() {
    return at;
  }

  void moveTo(int offset) {
    at = offset;
  }

  boolean atEnd() {
    return at >= limit;
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0;
  }

  private static boolean isDelimiter(int c) {
    return c == '(' || c == ')' || c == '<' || c == '>' || c == '[' || c == ']' || c == '{'
        || c == '}' || c == '/' || c == '%';
  }

  private static boolean isRegular(int c) {
    return c >= 0 && !isSpace(c) && !isDelimiter(c);
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private int peek() {
    return at < limit ? bytes[at] & 0xFF : -1;
  }

  private int peek(int ahead) {
    return at + ahead < limit ? bytes[at + ahead] & 0xFF : -1;
  }

  /** Skips white space; comments too. */
  void skipSpace() {
    while (at < limit) {
      if (isSpace(bytes[at])) {
        at++;
      } else if (bytes[at] == '%') {
        while (at < limit && bytes[at] != '\n' && bytes[at] != '\r') {
          at++;
        }
      } else {
        return;
      }
    }
  }

  /** Skips white space, but not comments. */
  void skipSpaceOnly() {
    while (at < limit && isSpace(bytes[at])) {
      at++;
    }
  }

  boolean looksAt(String keyword) {
    if (at + keyword.length() > limit) {
      return false;
    }
    for (int i = 0; i < keyword.length(); i++) {
      if (bytes[at + i] != keyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Takes a keyword that must stand here, after white space. */
  void expect(String keyword) {
    skipSpace();
    if (!looksAt(keyword)) {
      throw new NotReadable("Expected " + keyword, at);
    }
    at += keyword.length();
  }

  boolean takes(String keyword) {
    skipSpace();
    if (looksAt(keyword) && !isRegular(peek(keyword.length()))) {
      at += keyword.length();
      return true;
    }
    return false;
  }

  /** A whole number without sign, after white space. */
  int integer() {
    skipSpace();
    int start = at;
    long value = 0;
    while (isDigit(peek())) {
      value = value * 10 + (bytes[at] - '0');
      at++;
      if (value > Integer.MAX_VALUE) {
        throw new NotReadable("Number too large", start);
      }
    }
    if (at == start) {
      throw new NotReadable("Expected a whole number", at);
    }
    return (int) value;
  }

  PdfValue value() {
    return value(0);
  }

  private PdfValue value(int depth) {
    budget.spend(1);
    if (depth > DEEPEST) {
      throw new NotReadable("Nested too deeply", at);
    }
    skipSpace();
    int c = peek();
    if (c == '/') {
      return name();
    }
    if (c == '(') {
      return literalString();
    }
    if (c == '<') {
      return peek(1) == '<' ? dictionary(depth) : hexString();
    }
    if (c == '[') {
      return array(depth);
    }
    if (isDigit(c) || c == '+' || c == '-' || c == '.') {
      return numberOrReference();
    }
    for (var word : List.of("true", "false", "null")) {
      if (takes(word)) {
        return word.equals("null") ? PdfValue.NULL : new Word(word);
      }
    }
    throw new NotReadable("Expected a value", at);
  }

  private Name name() {
    at++;
    var text = new StringBuilder();
    while (isRegular(peek())) {
      int c = bytes[at++] & 0xFF;
      if (c == '#' && hex(peek()) >= 0 && hex(peek(1)) >= 0) {
        c = hex(peek()) * 16 + hex(peek(1));
        at += 2;
      }
      text.append((char) c);
    }
    return new Name(text.toString());
  }

  private Text hexString() {
    int start = at++;
    var content = new ByteArrayOutputStream();
    int half = -1;
    while (peek() != '>') {
      int c = peek();
      if (c < 0) {
        throw new NotReadable("Hexadecimal string without end", start);
      }
      at++;
      if (isSpace(c)) {
        continue;
      }
      int digit = hex(c);
      if (digit < 0) {
        throw new NotReadable("Not a hexadecimal digit", at - 1);
      }
      if (half < 0) {
        half = digit;
      } else {
        content.write(half * 16 + digit);
        half = -1;
      }
    }
    if (half >= 0) {
      content.write(half * 16);
    }
    at++;
    budget.spend(content.size() / 64);
    return new Text(content.toByteArray(), inFile ? start : -1, inFile ? at : -1, true);
  }

  private Text literalString() {
    int start = at++;
    var content = new ByteArrayOutputStream();
    int open = 1;
    while (true) {
      int c = peek();
      if (c < 0) {
        throw new NotReadable("String without end", start);
      }
      at++;
      if (c == '\\') {
        escape(content);
        continue;
      }
      if (c == '(') {
        open++;
      } else if (c == ')' && --open == 0) {
        break;
      } else if (c == '\r') {
        // 7.3.4.2: an end of line within a string reads as one line feed
        if (peek() == '\n') {
          at++;
        }
        c = '\n';
      }
      content.write(c);
    }
    budget.spend(content.size() / 64);
    return new Text(content.toByteArray(), inFile ? start : -1, inFile ? at : -1, false);
  }

  private void escape(ByteArrayOutputStream content) {
    int c = peek();
    at++;
    switch (c) {
      case 'n' -> content.write('\n');
      case 'r' -> content.write('\r');
      case 't' -> content.write('\t');
      case 'b' -> content.write('\b');
      case 'f' -> content.write('\f');
      case '\n' -> {
        // line continues
      }
      case '\r' -> {
        if (peek() == '\n') {
          at++;
        }
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int value = c - '0';
        for (int i = 0; i < 2 && peek() >= '0' && peek() <= '7'; i++) {
          value = value * 8 + (bytes[at++] - '0');
        }
        content.write(value & 0xFF);
      }
      default -> content.write(c);
    }
  }

  private Array array(int depth) {
    int start = at++;
    var items = new ArrayList<PdfValue>();
    while (true) {
      skipSpace();
      if (peek() == ']') {
        at++;
        return new Array(List.copyOf(items));
      }
      if (peek() < 0) {
        throw new NotReadable("Array without end", start);
      }
      items.add(value(depth + 1));
    }
  }

  private PdfValue dictionary(int depth) {
    int start = at;
    at += 2;
    var entries = new LinkedHashMap<String, PdfValue>();
    while (true) {
      skipSpace();
      if (peek() == '>' && peek(1) == '>') {
        at += 2;
        return new Dict(entries);
      }
      if (peek() != '/') {
        throw new NotReadable("Expected a key in the dictionary from " + start, at);
      }
      var key = name().text();
      // 7.3.7: the same key twice is undefined, and programs differ in which value they take
      var value = value(depth + 1);
      var earlier = entries.put(key, value);
      if (earlier != null && !earlier.equals(value)) {
        throw new NotReadable("Key /" + key + " twice in the dictionary", start);
      }
    }
  }

  private PdfValue numberOrReference() {
    int start = at;
    if (isDigit(peek())) {
      var reference = reference();
      if (reference != null) {
        return reference;
      }
      at = start;
    }
    while (isRegular(peek())) {
      at++;
    }
    if (!isNumber(start, at)) {
      throw new NotReadable("Not a number", start);
    }
    return new Num(new String(bytes, start, at - start, StandardCharsets.ISO_8859_1));
  }

  /** 7.3.3: a sign or none, digits, and at most one point among them. */
  private boolean isNumber(int from, int to) {
    int i = from < to && (bytes[from] == '+' || bytes[from] == '-') ? from + 1 : from;
    int digits = 0;
    int points = 0;
    for (; i < to; i++) {
      if (isDigit(bytes[i])) {
        digits++;
      } else if (bytes[i] == '.') {
        points++;
      } else {
        return false;
      }
    }
    return digits > 0 && points <= 1;
  }

  private Ref reference() {
    long number = digits();
    if (number < 0 || !isSpace(peek())) {
      return null;
    }
    skipSpace();
    long generation = digits();
    if (generation < 0 || !isSpace(peek())) {
      return null;
    }
    skipSpace();
    if (peek() != 'R' || isRegular(peek(1))) {
      return null;
    }
    at++;
    return new Ref((int) number, (int) generation);
  }

  private long digits() {
    int start = at;
    long value = 0;
    while (isDigit(peek()) && at - start < 10) {
      value = value * 10 + (bytes[at++] - '0');
    }
    return at == start || value > Integer.MAX_VALUE ? -1 : value;
  }

  /**
   * What stands between {@code obj} and {@code endobj}; the position is then behind the value, or
   * for a stream behind the keyword {@code stream} and its end of line.
   */
  PdfValue content() {
    var value = value();
    if (value instanceof Dict dict) {
      int behind = at;
      skipSpace();
      if (looksAt("stream")) {
        at += "stream".length();
        if (peek() == '\r' && peek(1) == '\n') {
          at += 2;
        } else if (peek() == '\n' || peek() == '\r') {
          at++;
        }
        return new Stream(dict, at);
      }
      at = behind;
    }
    return value;
  }

  private static int hex(int c) {
    return Character.digit((char) Math.max(0, c), 16) >= 0 && c >= 0 && c < 128
        ? Character.digit((char) c, 16)
        : -1;
  }
}
