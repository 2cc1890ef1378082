package org.dossierhub.signing.pdf;

import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSMessageDigest;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.exception.ProtectedDocumentException;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.signature.AbstractSignatureParameters;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
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

  /** Room in /Contents besides the certificates: attributes, value, ASN.1. */
  private static final int ROOM_FOR_CMS = 4096;

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
    var mark = Mark.on(ResultForm.LEADER, signatureImagePng.map(PngImage::decode));
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
    var mark = Mark.on(ResultForm.SEAL, sealImagePng.map(PngImage::decode));
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
      var toBeSigned =
          service(mark).getDataToSign(new InMemoryDocument(pdf), parameters).getBytes();
      var prepared = parameters.getPdfSignatureCache().getToBeSignedDocument();
      return new PendingSignature(DSSUtils.toByteArray(prepared), toBeSigned, chain, now);
    } catch (ProtectedDocumentException e) {
      throw new CannotSign(CannotSign.Reason.CLOSED, e.getMessage(), e);
    }
  }

  private static PAdESService service(Mark mark) {
    var service = new BaselineB();
    service.setPdfObjFactory(new RevisionFactory(mark));
    return service;
  }

  /**
   * The signer's certificate is checked by {@link SignerCertificate} against the clock given here;
   * DSS would build a whole validation, with network, for each of its two calls.
   */
  private static final class BaselineB extends PAdESService {
    private static final long serialVersionUID = 1;

    BaselineB() {
      super(new CommonCertificateVerifier(true));
    }

    @Override
    protected void assertSigningCertificateValid(AbstractSignatureParameters<?> parameters) {
      // see the class
    }
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
    parameters.setContentSize(room(chain));
    return parameters;
  }

  private static int room(List<X509Certificate> chain) {
    try {
      var room = ROOM_FOR_CMS;
      for (var certificate : chain) {
        room += certificate.getEncoded().length;
      }
      return room;
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("A certificate of the chain has no encoding", e);
    }
  }

  /**
   * Second step: the value is verified against the certificate and the prepared bytes before it is
   * embedded; a wrong one is refused with {@link CannotSign.Reason#WRONG_SIGNATURE_VALUE}.
   */
  public byte[] complete(PendingSignature pending, byte[] signatureValue) {
    var chain = pending.chain();
    var parameters = parameters(chain, pending.signingTime());
    var cache = parameters.getPdfSignatureCache();
    cache.setMessageDigest(
        new DSSMessageDigest(
            DigestAlgorithm.SHA256, PreparedRevision.of(pending.document()).digest()));
    cache.setToBeSignedDocument(new InMemoryDocument(pending.document()));
    var document = new InMemoryDocument(pending.document());
    var service = service(Mark.NONE);
    var toBeSigned = service.getDataToSign(document, parameters).getBytes();
    if (!Arrays.equals(toBeSigned, pending.toBeSigned())
        || !fits(chain.get(0), toBeSigned, signatureValue)) {
      throw new CannotSign(
          CannotSign.Reason.WRONG_SIGNATURE_VALUE,
          "the value was not made over this document by the key of "
              + chain.get(0).getSubjectX500Principal());
    }
    var algorithm =
        SignatureAlgorithm.getAlgorithm(
            EncryptionAlgorithm.forKey(chain.get(0).getPublicKey()), DigestAlgorithm.SHA256);
    var value = new SignatureValue(algorithm, signatureValue);
    return DSSUtils.toByteArray(service.signDocument(document, parameters, value));
  }

  private static boolean fits(X509Certificate signer, byte[] toBeSigned, byte[] value) {
    try {
      var rsa = signer.getPublicKey().getAlgorithm().equals("RSA");
      var signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initVerify(signer.getPublicKey());
      signature.update(toBeSigned);
      return signature.verify(value);
    } catch (GeneralSecurityException e) {
      // JCA throws for values that cannot even be decoded; to the caller both are a wrong value.
      return false;
    }
  }
}
