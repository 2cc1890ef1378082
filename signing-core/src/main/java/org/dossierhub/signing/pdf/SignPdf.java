package org.dossierhub.signing.pdf;

import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.exception.ProtectedDocumentException;
import eu.europa.esig.dss.pdf.PDFServiceMode;
import eu.europa.esig.dss.spi.DSSUtils;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.dossierhub.signing.identity.CertificateSubject;
import org.dossierhub.signing.token.SigningToken;

/**
 * Signs PDF files: PAdES baseline B (EN 319 142-1, 6.3). Each method appends one revision and
 * refuses with {@link CannotSign} before it touches the key. Safe for use by many threads.
 */
public final class SignPdf {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final Clock clock;

  public SignPdf(Clock clock) {
    this.clock = clock;
  }

  /**
   * The competent person's signature on the reserved place: certifies the file (DocMDP P=2) and
   * locks every field but those of {@link ResultForm#OPEN_AFTER_LEADER} (FieldMDP).
   *
   * @param signatureImagePng the handwritten signature in blue on transparent ground
   */
  public byte[] signAsLeader(
      byte[] reserved, SigningToken token, Optional<byte[]> signatureImagePng) {
    var pending = prepareAsLeader(reserved, token.chain(), signatureImagePng);
    return complete(pending, token.sign(pending.toBeSigned()));
  }

  /**
   * The agency's seal on the reserved place, after number and date were filled in; locks every
   * field but the time-stamp.
   *
   * @param sealImagePng the seal in red on transparent ground, drawn at the size of the place
   */
  public byte[] sealAsAgency(byte[] filled, SigningToken token, Optional<byte[]> sealImagePng) {
    var pending = prepareAsAgency(filled, token.chain(), sealImagePng);
    return complete(pending, token.sign(pending.toBeSigned()));
  }

  /**
   * The agency's seal on an attachment that is a file of its own (NĐ 30/2020, Phụ lục I): no image
   * but number and notation of the main document and the time of signing at the upper right of the
   * first page.
   *
   * @param documentNumber for example {@code 123/QĐ-SXD}
   */
  public byte[] sealAttachment(byte[] pdf, SigningToken token, String documentNumber) {
    var pending = prepareAttachment(pdf, token.chain(), documentNumber);
    return complete(pending, token.sign(pending.toBeSigned()));
  }

  /** A plain signature without appearance, as citizens and companies make them. */
  public byte[] sign(byte[] pdf, SigningToken token) {
    var pending = prepare(pdf, token.chain());
    return complete(pending, token.sign(pending.toBeSigned()));
  }

  /** First step of {@link #signAsLeader} for a key elsewhere. */
  public PendingSignature prepareAsLeader(
      byte[] reserved, List<X509Certificate> chain, Optional<byte[]> signatureImagePng) {
    expect(reserved, ReservedFields::expectReserved);
    var mark = Mark.on(ResultForm.LEADER, signatureImagePng.map(Picture::of));
    return prepare(
        reserved,
        chain,
        mark,
        parameters -> parameters.setPermission(CertificationPermission.MINIMAL_CHANGES_PERMITTED));
  }

  /** First step of {@link #sealAsAgency} for a key elsewhere. */
  public PendingSignature prepareAsAgency(
      byte[] filled, List<X509Certificate> chain, Optional<byte[]> sealImagePng) {
    expect(filled, ReservedFields::expectFilled);
    var mark = Mark.on(ResultForm.SEAL, sealImagePng.map(Picture::of));
    return prepare(filled, chain, mark, parameters -> {});
  }

  /** First step of {@link #sealAttachment} for a key elsewhere. */
  public PendingSignature prepareAttachment(
      byte[] pdf, List<X509Certificate> chain, String documentNumber) {
    expect(pdf, fields -> {});
    var number = Normalizer.normalize(documentNumber.strip(), Normalizer.Form.NFC);
    var time = clock.instant().truncatedTo(ChronoUnit.SECONDS).atZone(VIETNAM);
    var text = number + "; " + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    return prepare(pdf, chain, Mark.text(text), time.toInstant(), parameters -> {});
  }

  /** First step of {@link #sign} for a key elsewhere. */
  public PendingSignature prepare(byte[] pdf, List<X509Certificate> chain) {
    expect(pdf, fields -> {});
    return prepare(pdf, chain, Mark.NONE, parameters -> {});
  }

  private static void expect(byte[] pdf, Consumer<ReservedFields> expectation) {
    try (var document = ReservedFields.open(pdf)) {
      expectation.accept(ReservedFields.of(document, pdf));
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
  }

  private PendingSignature prepare(
      byte[] pdf,
      List<X509Certificate> chain,
      Mark mark,
      Consumer<PAdESSignatureParameters> special) {
    return prepare(pdf, chain, mark, clock.instant().truncatedTo(ChronoUnit.SECONDS), special);
  }

  private static PendingSignature prepare(
      byte[] pdf,
      List<X509Certificate> chain,
      Mark mark,
      Instant now,
      Consumer<PAdESSignatureParameters> special) {
    SignerCertificate.check(chain.get(0), now);
    var parameters = parameters(chain, now);
    mark.field().ifPresent(parameters.getImageParameters().getFieldParameters()::setFieldId);
    special.accept(parameters);
    try {
      new AppendRevision(PDFServiceMode.SIGNATURE, mark)
          .messageDigest(new InMemoryDocument(pdf), parameters);
    } catch (ProtectedDocumentException e) {
      throw new CannotSign(CannotSign.Reason.CLOSED, e.getMessage(), e);
    }
    var prepared = DSSUtils.toByteArray(parameters.getPdfSignatureCache().getToBeSignedDocument());
    var cms = new DetachedCms(chain, PreparedRevision.of(prepared).digest());
    return new PendingSignature(prepared, cms.toBeSigned(), chain, now);
  }

  private static PAdESSignatureParameters parameters(List<X509Certificate> chain, Instant now) {
    var parameters = new PAdESSignatureParameters();
    parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_B);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    parameters.setSigningCertificate(new CertificateToken(chain.get(0)));
    parameters.setCertificateChain(chain.stream().map(CertificateToken::new).toList());
    parameters.bLevel().setSigningDate(Date.from(now));
    parameters.setSigningTimeZone(TimeZone.getTimeZone(VIETNAM));
    parameters.setSignerName(CertificateSubject.of(chain.get(0)).commonName());
    parameters.setAppName("Dossier Hub");
    parameters.setContentSize(DetachedCms.largest(chain));
    return parameters;
  }

  /**
   * Second step: the value is verified against the certificate and the prepared bytes before it is
   * embedded; a wrong one is refused with {@link CannotSign.Reason#WRONG_SIGNATURE_VALUE}.
   */
  public byte[] complete(PendingSignature pending, byte[] signatureValue) {
    var prepared = PreparedRevision.of(pending.document());
    var cms = new DetachedCms(pending.chain(), prepared.digest());
    if (!Arrays.equals(cms.toBeSigned(), pending.toBeSigned()) || !cms.fits(signatureValue)) {
      throw new CannotSign(
          CannotSign.Reason.WRONG_SIGNATURE_VALUE,
          "the value was not made over this document by the key of "
              + pending.chain().get(0).getSubjectX500Principal());
    }
    return prepared.with(cms.with(signatureValue));
  }
}
