package org.dossierhub.exchange.rest;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireRefusal;

/**
 * A form with files (RFC 7578) read field by field while it arrives; nothing is kept. The form
 * reader of the server would put every file on the disk before anybody has looked at the manifest.
 */
final class MultipartForm {
  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^;\\s\"]{1,70}))");
  private static final Pattern NAME = parameter("name");
  private static final Pattern FILE_NAME = parameter("filename");

  /** Bytes of the headers of one field. */
  private static final int HEADERS_AT_MOST = 16 * 1024;

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private Content open;
  private boolean finished;

  /** One field: its content is read before the next field is asked for. */
  record Field(String name, Optional<String> fileName, InputStream content) {}

  private MultipartForm(InputStream in, String boundary) {
    this.in = in;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    // The first delimiter has no line before it.
    buffer[0] = '\r';
    buffer[1] = '\n';
    end = 2;
    open = new Content();
  }

  static MultipartForm of(InputStream in, String contentType) throws RefusalFault {
    var boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (!boundary.find()) {
      throw Refusals.of(WireRefusal.MALFORMED, "Content-Type is multipart/form-data; boundary=…");
    }
    return new MultipartForm(in, boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
  }

  /**
   * The next field, or empty after the last.
   *
   * @throws IOException when the form ends in the middle, or is none
   */
  Optional<Field> next() throws IOException {
    if (finished) {
      return Optional.empty();
    }
    open.transferTo(java.io.OutputStream.nullOutputStream());
    int first = required();
    int second = required();
    if (first == '-' && second == '-') {
      finished = true;
      return Optional.empty();
    }
    while (first != '\r' || second != '\n') { // blanks after the boundary
      if (first != ' ' && first != '\t') {
        throw new IOException("Not a form: a boundary goes on");
      }
      first = second;
      second = required();
    }
    return Optional.of(field());
  }

  private Field field() throws IOException {
    var name = "";
    Optional<String> fileName = Optional.empty();
    int left = HEADERS_AT_MOST;
    for (var line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length();
      if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        name = value(NAME, line).orElse("");
        fileName = value(FILE_NAME, line);
      }
    }
    open = new Content();
    return new Field(name, fileName, open);
  }

  private String line(int atMost) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = required(); next != '\n'; next = required()) {
      if (line.size() >= atMost) {
        throw new IOException("The headers of a field have more than " + HEADERS_AT_MOST);
      }
      line.write(next);
    }
    var text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static Pattern parameter(String name) {
    return Pattern.compile("(?i);\\s*" + name + "=\"((?:[^\"\\\\]|\\\\.)*)\"");
  }

  /** Browsers and curl write a quotation mark as %22, others put a backslash before it. */
  private static Optional<String> value(Pattern parameter, String header) {
    var found = parameter.matcher(header);
    return found.find()
        ? Optional.of(
            Normalizer.normalize(
                found.group(1).replaceAll("\\\\(.)", "$1").replace("%22", "\""),
                Normalizer.Form.NFC))
        : Optional.empty();
  }

  private int required() throws IOException {
    if (at == end && !fill()) {
      throw new EOFException("The form ends in the middle");
    }
    return buffer[at++] & 0xFF;
  }

  /** Moves what is left to the front and reads more behind it. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  /** From here to the next delimiter, which it takes too. */
  private final class Content extends InputStream {
    private boolean ended;

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (ended) {
        return -1;
      }
      if (length == 0) {
        return 0;
      }
      while (true) {
        int delimiterAt = find();
        int sure = delimiterAt >= 0 ? delimiterAt : Math.max(at, end - delimiter.length + 1);
        if (sure > at) {
          int some = Math.min(length, sure - at);
          System.arraycopy(buffer, at, target, offset, some);
          at += some;
          return some;
        }
        if (delimiterAt >= 0) {
          at += delimiter.length;
          ended = true;
          return -1;
        }
        if (!fill()) {
          throw new EOFException("The form ends in the middle");
        }
      }
    }

    private int find() {
      for (int i = at; i <= end - delimiter.length; i++) {
        if (buffer[i] == '\r' && isDelimiter(i)) {
          return i;
        }
      }
      return -1;
    }

    private boolean isDelimiter(int from) {
      for (int i = 1; i < delimiter.length; i++) {
        if (buffer[from + i] != delimiter[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
