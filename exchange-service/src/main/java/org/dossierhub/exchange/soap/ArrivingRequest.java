package org.dossierhub.exchange.soap;

import jakarta.activation.MimeType;
import jakarta.activation.MimeTypeParseException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.AtMost;
import org.dossierhub.exchange.message.NotSlower;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * A question as its bytes arrive. The SOAP library gets to see one of the two forms of the
 * contract, an envelope alone or an XOP package, and nothing of what else a sender wrote into the
 * headers of HTTP: no character set, no action. The body is counted, has to come with some speed,
 * and its last bytes are remembered. A line that breaks is a delay, never a malformed question.
 */
final class ArrivingRequest extends HttpServletRequestWrapper {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String SOAP_12 = "application/soap+xml";

  /** Bytes for each part beside its content: boundary and headers. */
  private static final int AROUND_A_PART = 4096;

  private static final long MOST =
      Limits.GREATEST.messageBytes()
          + OneEnvelope.AT_MOST
          + (long) Limits.GREATEST.parts() * AROUND_A_PART;

  private final Optional<String> wrong;
  private final String contentType;
  private final Optional<String> boundary;
  private final Optional<String> start;
  private final LongSupplier nanos;
  private final List<Runnable> afterwards = new ArrayList<>();
  private Body body;

  /**
   * @param nanos by which its speed is measured
   */
  ArrivingRequest(HttpServletRequest request, LongSupplier nanos) {
    super(request);
    this.nanos = nanos;
    var form = Form.of(request.getContentType());
    wrong = form.wrong();
    boundary = form.boundary();
    start = form.start();
    contentType =
        boundary
            .map(
                line -> "multipart/related; type=\"application/xop+xml\"; boundary=\"" + line + '"')
            .orElse(SOAP_12);
  }

  static ArrivingRequest of(SoapMessage message) {
    var request = (HttpServletRequest) message.get(AbstractHTTPDestination.HTTP_REQUEST);
    return (ArrivingRequest) request.getAttribute(ArrivingRequest.class.getName());
  }

  /** What is wrong with its Content-Type. */
  Optional<String> wrong() {
    return wrong;
  }

  /** The Content-ID that its root part has to have, when it names one. */
  Optional<String> start() {
    return start;
  }

  /** To be done when it is answered, however. */
  void whenAnswered(Runnable work) {
    afterwards.add(work);
  }

  /** It is answered. */
  void forget() {
    afterwards.forEach(Runnable::run);
  }

  /** Whether a package, read to its end, was closed by its sender and not cut off. */
  boolean isWhole() {
    return boundary.map(line -> body.endsWith("--" + line + "--")).orElse(true);
  }

  @Override
  public String getContentType() {
    return contentType;
  }

  @Override
  public String getCharacterEncoding() {
    return StandardCharsets.UTF_8.name();
  }

  @Override
  public String getHeader(String name) {
    return CONTENT_TYPE.equalsIgnoreCase(name) ? contentType : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return CONTENT_TYPE.equalsIgnoreCase(name)
        ? Collections.enumeration(Collections.singleton(contentType))
        : super.getHeaders(name);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new Body(super.getInputStream(), nanos);
    }
    return body;
  }

  /** The two forms of docs/protocol/README.md, told by the Content-Type. */
  private record Form(Optional<String> wrong, Optional<String> boundary, Optional<String> start) {
    /** RFC 2046, 5.1.1; without the space, which nobody uses. */
    private static final String BOUNDARY = "[0-9A-Za-z'()+_,\\-./:=?]{1,70}";

    static Form of(String contentType) {
      if (contentType == null) {
        return wrong("there is no Content-Type");
      }
      try {
        var type = new MimeType(contentType);
        return switch (type.getBaseType().toLowerCase(Locale.ROOT)) {
          case SOAP_12 -> alone(type);
          case "multipart/related" -> packed(type);
          default -> wrong("Content-Type " + type.getBaseType() + " is not SOAP 1.2");
        };
      } catch (MimeTypeParseException e) {
        return wrong("the Content-Type cannot be read");
      }
    }

    private static Form alone(MimeType type) {
      var charset = type.getParameter("charset");
      return isUtf8(charset)
          ? new Form(Optional.empty(), Optional.empty(), Optional.empty())
          : wrong("charset is not UTF-8");
    }

    private static Form packed(MimeType type) {
      var boundary = type.getParameter("boundary");
      if (boundary == null || !boundary.matches(BOUNDARY)) {
        return wrong("boundary is missing or none");
      }
      if (!"application/xop+xml".equalsIgnoreCase(type.getParameter("type"))) {
        return wrong("the type of the package is not application/xop+xml");
      }
      var start = Optional.ofNullable(type.getParameter("start"));
      return new Form(Optional.empty(), Optional.of(boundary), start);
    }

    private static Form wrong(String why) {
      return new Form(Optional.of(why), Optional.empty(), Optional.empty());
    }
  }

  static boolean isUtf8(String charset) {
    return charset == null || StandardCharsets.UTF_8.name().equalsIgnoreCase(charset);
  }

  private static final class Body extends ServletInputStream {
    private final InputStream in;
    private final byte[] tail = new byte[128];
    private long read;

    private Body(ServletInputStream in, LongSupplier nanos) {
      this.in =
          new AtMost(
              new NotSlower(
                  in, () -> new TryAgainLater("A question of an agency came too slowly"), nanos),
              MOST,
              () ->
                  new Fault(
                      Refusals.of(
                          RejectionReason.LIMIT_EXCEEDED,
                          "the parts are larger than %d bytes together"
                              .formatted(Limits.GREATEST.messageBytes()))));
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n;
      try {
        n = in.read(buffer, offset, length);
      } catch (IOException e) {
        throw new TryAgainLater("The line of an agency broke after " + read + " bytes", e);
      }
      for (int i = Math.max(0, n - tail.length); i < n; i++) {
        tail[(int) ((read + i) % tail.length)] = buffer[offset + i];
      }
      read += Math.max(0, n);
      return n;
    }

    private boolean endsWith(String last) {
      var remembered = new StringBuilder();
      for (long i = Math.max(0, read - tail.length); i < read; i++) {
        remembered.append((char) (tail[(int) (i % tail.length)] & 0xff));
      }
      return remembered.toString().stripTrailing().endsWith(last);
    }

    @Override
    public boolean isFinished() {
      throw new UnsupportedOperationException("Read by one thread only");
    }

    @Override
    public boolean isReady() {
      throw new UnsupportedOperationException("Read by one thread only");
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("Read by one thread only");
    }
  }
}
