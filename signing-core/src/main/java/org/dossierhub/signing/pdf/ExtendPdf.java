package org.dossierhub.signing.pdf;

import eu.europa.esig.dss.alert.exception.AlertException;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.PAdESTimestampParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.pades.timestamp.PAdESTimestampService;
import eu.europa.esig.dss.pdf.PdfPermissionsChecker;
import eu.europa.esig.dss.spi.DSSUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import org.dossierhub.signing.proof.ProofSources;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * Adds to signed PDF files what makes them provable later: a time-stamp (PAdES baseline T), then
 * the certificates and revocation data of everybody concerned (LT). Each is one more revision.
 * IOException means that somebody did not answer; the same call later may succeed. Safe for use by
 * many threads.
 */
public final class ExtendPdf {
  /** Room for a time-stamp token with its certificates. */
  private static final int ROOM_FOR_TOKEN = 32 * 1024;

  private final ProofSources sources;
  private final Clock clock;

  public ExtendPdf(
      TimestampAuthority authority,
      TrustAnchors anchors,
      RevocationSource revocation,
      Clock clock) {
    this.sources = new ProofSources(authority, anchors, revocation);
    this.clock = clock;
  }

  /**
   * Appends a document time-stamp over everything in the file (EN 319 142-1, 5.4.3), in the
   * reserved field of a result or in a new one. The token is checked before it is embedded: it
   * answers this request and its authority is trusted. Refuses ({@link CannotSign}) files without
   * signature and results that are not sealed.
   */
  public byte[] timestamp(byte[] pdf) throws IOException {
    var place = place(pdf);
    var revisions = new RevisionFactory(place);
    revisions.setPdfPermissionsChecker(new StampsAreAlwaysPermitted());
    var parameters = new PAdESTimestampParameters(DigestAlgorithm.SHA256);
    parameters.setContentSize(ROOM_FOR_TOKEN);
    parameters.setAppName("Dossier Hub");
    place.field().ifPresent(parameters.getImageParameters().getFieldParameters()::setFieldId);
    var service =
        new PAdESTimestampService(sources.timestamps(), revisions.newSignatureTimestampService());
    try {
      return DSSUtils.toByteArray(service.timestampDocument(new InMemoryDocument(pdf), parameters));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private static Mark place(byte[] pdf) {
    try (var document = ReservedFields.open(pdf)) {
      var fields = ReservedFields.of(document, pdf);
      if (!fields.hasSignatures()) {
        throw new CannotSign(CannotSign.Reason.NOT_SIGNED, "there is nothing to prove the time of");
      }
      return fields.awaitsTimestamp() ? Mark.on(ResultForm.TIMESTAMP, Optional.empty()) : Mark.NONE;
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
  }

  /** ISO 32000-2, 12.8.2.2.2: time-stamps of the document are no change to it. */
  private static final class StampsAreAlwaysPermitted extends PdfPermissionsChecker {
    @Override
    protected void alertOnForbiddenSignatureCreation(String message) {
      // see the class
    }
  }

  /**
   * Appends certificates and revocation data of all signatures and time-stamps (EN 319 142-1,
   * 5.4.2); a file without time-stamp gets one first. IOException also when the status of a
   * certificate cannot be had or one is revoked: then there is nothing worth keeping for later.
   */
  public byte[] longTerm(byte[] pdf) throws IOException {
    var parameters = new PAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_LT);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.bLevel().setSigningDate(Date.from(clock.instant()));
    var service = new PAdESService(sources.verifier());
    service.setTspSource(sources.timestamps());
    service.setPdfObjFactory(new RevisionFactory(Mark.NONE));
    try {
      return DSSUtils.toByteArray(
          service.extendDocument(new InMemoryDocument(stamped(pdf)), parameters));
    } catch (AlertException e) {
      throw new IOException("The proofs for later are not complete: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  private byte[] stamped(byte[] pdf) throws IOException {
    try (var document = ReservedFields.open(pdf)) {
      if (ReservedFields.of(document, pdf).endsWithTimestamp()) {
        return pdf;
      }
    }
    return timestamp(pdf);
  }
}
