package org.dossierhub.exchange.soap;

import jakarta.activation.MimeType;
import jakarta.activation.MimeTypeParseException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.cxf.attachment.AttachmentDeserializer;
import org.apache.cxf.binding.soap.Soap12;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.binding.soap.interceptor.ReadHeadersInterceptor;
import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.interceptor.AttachmentInInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.Phase;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.AtMost;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.WireRefusal;

/**
 * What arrives is one envelope in UTF-8, by itself or as the root of an XOP package, of at most 4
 * MB. Decided by the headers, before anything of it is parsed.
 *
 * <p>Refuses with {@code MALFORMED} and {@code LIMIT_EXCEEDED}.
 */
final class OneEnvelope extends AbstractSoapInterceptor {
  /** Bytes, without the parts. */
  static final int AT_MOST = 4 << 20;

  OneEnvelope() {
    super(Phase.RECEIVE);
    addAfter(AttachmentInInterceptor.class.getName());
  }

  /** Stands before the library that opens a package, which would ask for what is not there. */
  static final class Readable extends AbstractSoapInterceptor {
    Readable() {
      super(Phase.RECEIVE);
      addBefore(AttachmentInInterceptor.class.getName());
    }

    @Override
    public void handleMessage(SoapMessage message) {
      ArrivingRequest.of(message)
          .wrong()
          .ifPresent(
              why -> {
                throw malformed(why);
              });
    }
  }

  /** Stands where the library has told the version of SOAP by the first element. */
  static final class OfSoap12 extends AbstractSoapInterceptor {
    OfSoap12() {
      super(Phase.READ);
      addAfter(ReadHeadersInterceptor.class.getName());
    }

    @Override
    public void handleMessage(SoapMessage message) {
      if (!(message.getVersion() instanceof Soap12)) {
        message.setVersion(Soap12.getInstance()); // that of the answer
        throw malformed("the envelope is not one of SOAP 1.2");
      }
    }
  }

  @Override
  public void handleMessage(SoapMessage message) {
    // An answer is written in what the question seemed to be written in.
    message.put(Message.ENCODING, StandardCharsets.UTF_8.name());
    Map<String, List<String>> root =
        CastUtils.cast((Map<?, ?>) message.get(AttachmentDeserializer.ATTACHMENT_PART_HEADERS));
    if (root != null) {
      rootOfPackage(root, ArrivingRequest.of(message));
    }
    message.setContent(
        InputStream.class,
        new AtMost(
            message.getContent(InputStream.class),
            AT_MOST,
            () ->
                new Fault(
                    Refusals.of(
                        RejectionReason.LIMIT_EXCEEDED,
                        "the envelope is larger than " + AT_MOST + " bytes"))));
  }

  private static void rootOfPackage(Map<String, List<String>> headers, ArrivingRequest request) {
    try {
      var type = new MimeType(first(headers, "Content-Type"));
      if (!"application/xop+xml".equalsIgnoreCase(type.getBaseType())
          || !ArrivingRequest.isUtf8(type.getParameter("charset"))) {
        throw malformed("the root of the package is not application/xop+xml in UTF-8");
      }
    } catch (MimeTypeParseException e) {
      throw malformed("the Content-Type of the root of the package cannot be read");
    }
    if (request.start().isPresent()
        && !request.start().get().equals(first(headers, "Content-ID").strip())) {
      throw malformed("the package does not begin with its root " + request.start().get());
    }
  }

  private static String first(Map<String, List<String>> headers, String name) {
    return headers.getOrDefault(name, List.of("")).get(0);
  }

  static Fault malformed(String why) {
    return new Fault(Refusals.of(WireRefusal.MALFORMED, why));
  }
}
