package org.dossierhub.exchange.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.dossierhub.exchange.intake.RejectionReason;
import org.dossierhub.exchange.message.IncomingPart;
import org.dossierhub.exchange.message.PartSource;
import org.dossierhub.exchange.protocol.Acknowledge;
import org.dossierhub.exchange.protocol.Caller;
import org.dossierhub.exchange.protocol.Fetch;
import org.dossierhub.exchange.protocol.FetchEvidence;
import org.dossierhub.exchange.protocol.FetchPart;
import org.dossierhub.exchange.protocol.FetchResult;
import org.dossierhub.exchange.protocol.File;
import org.dossierhub.exchange.protocol.HandOutWaiting;
import org.dossierhub.exchange.protocol.HandOverEvidence;
import org.dossierhub.exchange.protocol.HandOverPart;
import org.dossierhub.exchange.protocol.HandOverResult;
import org.dossierhub.exchange.protocol.Receipt;
import org.dossierhub.exchange.protocol.RefusalFault;
import org.dossierhub.exchange.protocol.Refusals;
import org.dossierhub.exchange.protocol.RefusedMessage;
import org.dossierhub.exchange.protocol.RepeatReceipt;
import org.dossierhub.exchange.protocol.Status;
import org.dossierhub.exchange.protocol.TakeAcknowledgement;
import org.dossierhub.exchange.protocol.TakeMessage;
import org.dossierhub.exchange.protocol.TakeWithdrawal;
import org.dossierhub.exchange.protocol.TellStatus;
import org.dossierhub.exchange.protocol.WireRefusal;
import org.dossierhub.exchange.protocol.Withdraw;
import org.dossierhub.exchange.work.TryAgainLater;
import org.dossierhub.signing.identity.Sha256;

/**
 * {@code /exchange}: the operations of the contract over HTTPS with the agency's certificate. The
 * same signed documents as over SOAP, as they are; what is not signed is JSON.
 */
@Path("/exchange")
@RequestScoped
@ForAgencies
public class ExchangeResource {
  /** Bytes of a receipt or withdrawal. */
  private static final int DOCUMENT_AT_MOST = 1 << 20;

  private static final String OCTETS = "application/octet-stream";

  @Inject TakeMessage take;
  @Inject RepeatReceipt repeat;
  @Inject TellStatus tell;
  @Inject HandOverResult handOverResult;
  @Inject HandOverPart handOverPart;
  @Inject HandOutWaiting waiting;
  @Inject TakeAcknowledgement acknowledgement;
  @Inject TakeWithdrawal takeWithdrawal;
  @Inject HandOverEvidence handOverEvidence;
  @Context HttpServletRequest request;

  /** Answers with the signed receipt, byte for byte the same when the message is repeated. */
  @POST
  @Path("/messages")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces({MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
  public Response submit(@HeaderParam(HttpHeaders.CONTENT_TYPE) String type, InputStream body)
      throws RefusalFault {
    var form = MultipartForm.of(body, type);
    return document(take.take(caller(), manifest(form), new PartsOf(form)));
  }

  private static byte[] manifest(MultipartForm form) throws RefusalFault {
    try {
      var first = form.next().filter(field -> field.name().equals("manifest"));
      if (first.isEmpty()) {
        throw Refusals.of(WireRefusal.MALFORMED, "the first field of the form is the manifest");
      }
      return first.get().content().readNBytes(TakeMessage.MANIFEST_AT_MOST + 1);
    } catch (IOException e) {
      throw Refusals.of(new TryAgainLater("A manifest did not arrive: " + e.getMessage(), e));
    } catch (TryAgainLater tooSlow) {
      throw Refusals.of(tooSlow);
    }
  }

  /** The fields after the manifest. */
  private record PartsOf(MultipartForm form) implements PartSource {

    @Override
    public Optional<IncomingPart> next() throws IOException {
      return form.next()
          .map(field -> new IncomingPart(field.fileName().orElse(""), field.content()));
    }
  }

  @GET
  @Path("/messages/{messageId}/receipt")
  @Produces({MediaType.APPLICATION_XML, MediaType.APPLICATION_JSON})
  public Response receipt(@PathParam("messageId") String messageId) throws RefusalFault {
    var question = new Receipt();
    question.setMessageId(messageId);
    return document(repeat.answer(caller(), question).getReceipt());
  }

  /** One part of a message that is addressed to the caller. */
  @GET
  @Path("/messages/{messageId}/part")
  @Produces({OCTETS, MediaType.APPLICATION_JSON})
  public Response part(
      @PathParam("messageId") String messageId,
      @QueryParam("sender") String sender,
      @QueryParam("name") String name)
      throws RefusalFault {
    var question = new FetchPart();
    question.setSender(sender);
    question.setMessageId(messageId);
    question.setName(name);
    return file(handOverPart.answer(caller(), question).getFile(), OCTETS);
  }

  /** The message with everything that proves its way. */
  @GET
  @Path("/messages/{messageId}/evidence")
  @Produces({"application/vnd.etsi.asic-e+zip", MediaType.APPLICATION_JSON})
  public Response evidence(
      @PathParam("messageId") String messageId, @QueryParam("sender") String sender)
      throws RefusalFault {
    var question = new FetchEvidence();
    question.setSender(sender);
    question.setMessageId(messageId);
    var packed = handOverEvidence.answer(caller(), question).getFile();
    return file(packed, packed.getMediaType());
  }

  /** Hands out what waits for the caller, leased to the batch; asked again, the same. */
  @PUT
  @Path("/batches/{batch}")
  @Produces(MediaType.APPLICATION_JSON)
  public String fetch(
      @PathParam("batch") String batch,
      @QueryParam("atMost") String atMost,
      @QueryParam("leaseSeconds") String leaseSeconds)
      throws RefusalFault {
    var question = new Fetch();
    question.setBatch(batch);
    question.setAtMost(number(atMost));
    question.setLeaseSeconds(number(leaseSeconds));
    return ExchangeJson.write(waiting.answer(caller(), question));
  }

  private static Integer number(String text) throws RefusalFault {
    if (text != null && !text.matches("[0-9]{1,6}")) {
      throw Refusals.of(WireRefusal.MALFORMED, "\"" + text + "\" is not a number");
    }
    return text == null ? null : Integer.valueOf(text);
  }

  /** The caller's signed receipt ends a delivery to it. */
  @POST
  @Path("/acknowledgements")
  @Consumes(MediaType.APPLICATION_XML)
  @Produces(MediaType.APPLICATION_JSON)
  public String acknowledge(InputStream receipt) throws RefusalFault {
    var said = new Acknowledge();
    said.setReceipt(document(receipt));
    return ExchangeJson.write(acknowledgement.answer(caller(), said));
  }

  /** The caller does not take a message, for good. */
  @POST
  @Path("/refusals")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public String refuse(InputStream body) throws RefusalFault, BodyRefused {
    var told = Body.read(body);
    var refused = new RefusedMessage();
    refused.setSender(told.text("sender"));
    refused.setMessageId(told.text("messageId"));
    refused.setCode(told.text("code"));
    refused.setReason(told.optional("reason").orElse(null));
    var said = new Acknowledge();
    said.setRefused(refused);
    return ExchangeJson.write(acknowledgement.answer(caller(), said));
  }

  /** The sender's signed withdrawal takes a message back that is not delivered yet. */
  @POST
  @Path("/withdrawals")
  @Consumes(MediaType.APPLICATION_XML)
  @Produces(MediaType.APPLICATION_JSON)
  public String withdraw(InputStream withdrawal) throws RefusalFault {
    var question = new Withdraw();
    question.setWithdrawal(document(withdrawal));
    return ExchangeJson.write(takeWithdrawal.answer(caller(), question));
  }

  @GET
  @Path("/dossiers/{code}")
  @Produces(MediaType.APPLICATION_JSON)
  public String status(@PathParam("code") String code) throws RefusalFault {
    var question = new Status();
    question.setDossierCode(code);
    return ExchangeJson.write(tell.answer(caller(), question));
  }

  /** The file of a published result. */
  @GET
  @Path("/results/{resultId}")
  @Produces({"application/pdf", MediaType.APPLICATION_JSON})
  public Response result(@PathParam("resultId") String resultId) throws RefusalFault {
    var question = new FetchResult();
    question.setResultId(resultId);
    var file = handOverResult.answer(caller(), question).getFile();
    return file(file, file.getMediaType());
  }

  private Caller caller() {
    if (request.getAttribute(AgenciesOnly.CALLER) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("A request came past AgenciesOnly");
  }

  private static byte[] document(InputStream body) throws RefusalFault {
    try {
      var bytes = body.readNBytes(DOCUMENT_AT_MOST + 1);
      if (bytes.length > DOCUMENT_AT_MOST) {
        throw Refusals.of(
            RejectionReason.LIMIT_EXCEEDED, "a document of at most " + DOCUMENT_AT_MOST + " bytes");
      }
      return bytes;
    } catch (IOException e) {
      throw Refusals.of(new TryAgainLater("A document did not arrive: " + e.getMessage(), e));
    } catch (TryAgainLater tooSlow) {
      throw Refusals.of(tooSlow);
    }
  }

  private static Response document(byte[] signed) {
    return Response.ok(signed, MediaType.APPLICATION_XML_TYPE)
        .header("X-SHA-256", Sha256.of(signed).hex())
        .header("Cache-Control", "no-store")
        .build();
  }

  /**
   * Streams; what it is called inside, names and media types of strangers, stays in the manifest.
   */
  private static Response file(File file, String mediaType) throws RefusalFault {
    try {
      return Response.ok(file.getContent().getInputStream(), mediaType)
          .header(HttpHeaders.CONTENT_LENGTH, file.getSize())
          .header("X-SHA-256", file.getSha256())
          .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
          .header("Cache-Control", "no-store")
          .build();
    } catch (IOException e) {
      throw Refusals.of(new TryAgainLater("A kept file cannot be read", e));
    }
  }
}
