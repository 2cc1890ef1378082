package org.dossierhub.exchange.soap;

import jakarta.activation.DataHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.cxf.attachment.AttachmentImpl;
import org.apache.cxf.attachment.AttachmentUtil;
import org.apache.cxf.attachment.HeaderSizeExceededException;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Attachment;
import org.apache.cxf.phase.Phase;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.AtMost;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.TakeMessage;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.exchange.work.TryAgainLater;
import org.w3c.dom.Element;

/**
 * Reads all that is attached, to its end, and compares it with what the question names: each
 * attachment once, none missing, none besides. Only then does an operation begin; what is wrong
 * with attachments would otherwise show when the message is stored and the answer under way. The
 * bytes are in the store of payloads meanwhile; what no operation keeps goes with the {@link
 * ArrivingRequest}.
 *
 * <p>Refuses with {@code MALFORMED} and {@code LIMIT_EXCEEDED}; {@code TryAgainLater} when the line
 * breaks or the disk is full.
 */
final class Attached extends AbstractSoapInterceptor {
  private static final Logger LOG = Correlation.logger(Attached.class);

  private final Payloads payloads;

  Attached(Payloads payloads) {
    super(Phase.PRE_PROTOCOL);
    addAfter(WholeQuestion.class.getName());
    this.payloads = payloads;
  }

  @Override
  public void handleMessage(SoapMessage message) {
    var named = named(WholeQuestion.in(message));
    var there = read(message);
    for (var include : named.entrySet()) {
      var attachment = there.remove(include.getKey());
      if (attachment == null) {
        throw OneEnvelope.malformed("nothing is attached as " + include.getKey());
      }
      // What is not a part is read into memory: a manifest, a receipt.
      if (!"content".equals(include.getValue().getParentNode().getLocalName())
          && attachment.size() > TakeMessage.MANIFEST_AT_MOST) {
        throw limit("a signed document is larger than " + TakeMessage.MANIFEST_AT_MOST + " bytes");
      }
    }
    if (!there.isEmpty()) {
      throw OneEnvelope.malformed(
          "nothing names the attachment " + there.keySet().iterator().next());
    }
  }

  private static Map<String, Element> named(Element question) {
    var named = new HashMap<String, Element>();
    for (var include : WholeQuestion.includes(question)) {
      if (WholeQuestion.only((Element) include.getParentNode()).isEmpty()) {
        throw OneEnvelope.malformed("beside an attachment stands something else");
      }
      if (named.put(id(include.getAttribute("href")), include) != null) {
        throw OneEnvelope.malformed(include.getAttribute("href") + " is named twice");
      }
    }
    return named;
  }

  /** RFC 2392. */
  private static String id(String href) {
    if (!href.startsWith("cid:")) {
      throw OneEnvelope.malformed("an attachment is named cid:…, not " + href);
    }
    try {
      return URLDecoder.decode(href.substring("cid:".length()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw OneEnvelope.malformed(href + " is not the name of an attachment");
    }
  }

  private Map<String, AttachedBytes> read(SoapMessage message) {
    var there = new LinkedHashMap<String, AttachedBytes>();
    if (message.getAttachments() == null) {
      return there;
    }
    var request = ArrivingRequest.of(message);
    try {
      for (var attachment : message.getAttachments()) {
        var bytes =
            AttachedBytes.read(
                new AtMost(
                    attachment.getDataHandler().getInputStream(),
                    Limits.GREATEST.partBytes(),
                    () -> limit("a part is larger than " + Limits.GREATEST.partBytes() + " bytes")),
                all -> staged(all, request));
        boolean named = !AttachmentUtil.BODY_ATTACHMENT_ID.equals(attachment.getId());
        if (!named && bytes.size() == 0) {
          continue; // what is left behind the closing boundary looks like that
        }
        if (there.size() == Limits.GREATEST.parts()) {
          throw limit("more than " + Limits.GREATEST.parts() + " attachments");
        }
        if (!named || attachment.getId() == null || there.put(attachment.getId(), bytes) != null) {
          throw OneEnvelope.malformed(
              "an attachment has no name of its own: " + attachment.getId());
        }
      }
    } catch (HeaderSizeExceededException | IllegalArgumentException e) {
      LOG.log(Level.INFO, "Headers of an attachment: {0}", e.getMessage());
      throw OneEnvelope.malformed("the headers of an attachment");
    } catch (IOException e) {
      throw new TryAgainLater("What is attached cannot be kept", e);
    }
    if (!request.isWhole()) {
      throw OneEnvelope.malformed("the package has no end");
    }
    // From here on nobody reads the line any more.
    message.setAttachments(
        there.entrySet().stream()
            .<Attachment>map(
                one -> new AttachmentImpl(one.getKey(), new DataHandler(one.getValue())))
            .toList());
    return there;
  }

  /** On the disk until the question is answered, or until an operation keeps it. */
  private StagedPayload staged(InputStream bytes, ArrivingRequest request) throws IOException {
    try {
      var staged = payloads.stage(bytes, Long.MAX_VALUE); // counted by whoever gives the bytes
      request.whenAnswered(() -> payloads.discard(staged));
      return staged;
    } catch (TooLarge e) {
      throw new IllegalStateException("Nothing is larger than any size", e);
    }
  }

  private static Fault limit(String which) {
    return new Fault(Refusals.of(RejectionReason.LIMIT_EXCEEDED, which));
  }
}
