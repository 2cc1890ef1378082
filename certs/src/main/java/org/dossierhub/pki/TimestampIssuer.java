package org.dossierhub.pki;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * Issues time-stamp tokens (RFC 3161) over SHA-256, SHA-384 and SHA-512 digests, with ESSCertIDv2
 * (RFC 5816).
 */
final class TimestampIssuer {
  /** An identifier of nobody (ITU-T X.667, from a random UUID): this policy promises nothing. */
  private static final ASN1ObjectIdentifier POLICY =
      new ASN1ObjectIdentifier("2.25.184226731906244378917720467853117642117");

  private final Identity tsa;

  TimestampIssuer(Identity tsa) {
    this.tsa = tsa;
  }

  byte[] answer(byte[] request, Instant at) {
    try {
      var responses =
          new TimeStampResponseGenerator(
              tokens(at),
              Set.of(
                  TSPAlgorithms.SHA256.getId(),
                  TSPAlgorithms.SHA384.getId(),
                  TSPAlgorithms.SHA512.getId()));
      TimeStampRequest asked;
      try {
        asked = new TimeStampRequest(request);
      } catch (IOException | IllegalArgumentException | ClassCastException e) {
        return responses
            .generateFailResponse(
                PKIStatus.REJECTION, PKIFailureInfo.badDataFormat, "not a time-stamp request")
            .getEncoded();
      }
      try {
        return responses
            .generateGrantedResponse(asked, Issuing.randomSerial(), Date.from(at))
            .getEncoded();
      } catch (TSPException e) {
        return responses.generateRejectedResponse(e).getEncoded();
      }
    } catch (TSPException
        | OperatorCreationException
        | CertificateEncodingException
        | IOException e) {
      throw new IllegalStateException("The time-stamp could not be issued", e);
    }
  }

  private TimeStampTokenGenerator tokens(Instant at)
      throws OperatorCreationException, CertificateEncodingException, TSPException {
    // Without it the attribute would carry the clock of this computer, not the time that is
    // certified.
    var signingTime = new ASN1EncodableVector();
    signingTime.add(new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(at)))));
    var signer =
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setSignedAttributeGenerator(
                new DefaultSignedAttributeTableGenerator(new AttributeTable(signingTime)))
            .build(
                tsa.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA",
                tsa.key(),
                tsa.certificate());
    var generator =
        new TimeStampTokenGenerator(
            signer,
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
            POLICY);
    generator.setAccuracySeconds(1);
    var withoutAnchor = List.copyOf(tsa.chain().subList(0, tsa.chain().size() - 1));
    generator.addCertificates(new JcaCertStore(withoutAnchor));
    return generator;
  }
}
