package org.dossierhub.signing.xml;

import eu.europa.esig.dss.alert.exception.AlertException;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.dossierhub.signing.proof.ProofSources;
import org.dossierhub.signing.timestamp.TimestampAuthority;
import org.dossierhub.signing.verification.RevocationSource;
import org.dossierhub.signing.verification.TrustAnchors;

/**
 * Adds to a signed XML document what makes it provable later: a time-stamp over the signature
 * (XAdES baseline T), then the certificates and revocation data of everybody concerned (LT; EN 319
 * 132-1, 6.3). What was signed stays as it is. IOException means that somebody did not answer; the
 * same call later may succeed. Safe for use by many threads.
 */
public final class ExtendXml {
  private final ProofSources sources;

  public ExtendXml(
      TimestampAuthority authority, TrustAnchors anchors, RevocationSource revocation) {
    this.sources = new ProofSources(authority, anchors, revocation);
  }

  /**
   * Adds a time-stamp to each signature. IllegalArgumentException when the document is no XML that
   * {@link VerifiedXml} would read, or nobody has signed it.
   */
  public byte[] timestamp(byte[] xml) throws IOException {
    return extended(xml, SignatureLevel.XAdES_BASELINE_T);
  }

  /**
   * Adds certificates and revocation data, and first a time-stamp where there is none. IOException
   * also when the status of a certificate cannot be had or one is revoked: then there is nothing
   * worth keeping for later.
   */
  public byte[] longTerm(byte[] xml) throws IOException {
    return extended(xml, SignatureLevel.XAdES_BASELINE_LT);
  }

  private byte[] extended(byte[] xml, SignatureLevel level) throws IOException {
    expectSigned(xml);
    var parameters = new XAdESSignatureParameters();
    parameters.setSignatureLevel(level);
    parameters.setSignaturePackaging(SignaturePackaging.ENVELOPED);
    parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    var service = new XAdESService(sources.verifier());
    service.setTspSource(sources.timestamps());
    try {
      return DSSUtils.toByteArray(service.extendDocument(new InMemoryDocument(xml), parameters));
    } catch (AlertException e) {
      throw new IOException("The proofs for later are not complete: " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  /** The hub's own limits hold before any library reads the bytes. */
  private static void expectSigned(byte[] xml) {
    try {
      if (Xml.parse(xml).getElementsByTagNameNS(Xml.DSIG, "Signature").getLength() == 0) {
        throw new IllegalArgumentException("There is no signature to prove the time of");
      }
    } catch (NotGenuine e) {
      throw new IllegalArgumentException("Cannot be extended: " + e.getMessage(), e);
    }
  }
}
