package org.dossierhub.signing.timestamp;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Has a digest time-stamped, and believes the answer only after checking it: granted, for this
 * digest and nonce, by a trusted authority (RFC 3161, 2.4.2).
 */
public final class AskTimestamp {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final TimestampAuthority authority;
  private final TimestampTrust trust;

  public AskTimestamp(TimestampAuthority authority, TimestampTrust trust) {
    this.authority = authority;
    this.trust = trust;
  }

  /**
   * @param algorithm of the digest, as an object identifier
   * @return the token, DER
   * @throws IOException if there is none, or none that can be believed
   */
  public byte[] token(String algorithm, byte[] digest) throws IOException {
    var generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    var nonce = new BigInteger(64, RANDOM);
    try {
      var request = generator.generate(new ASN1ObjectIdentifier(algorithm), digest, nonce);
      var token = granted(request, authority.timestamp(request.getEncoded()));
      trust.check(token);
      return token.getEncoded();
    } catch (TSPException e) {
      throw new IOException("the answer does not fit the request: " + e.getMessage(), e);
    }
  }

  private static TimeStampToken granted(TimeStampRequest request, byte[] answer)
      throws TSPException, IOException {
    var response = new TimeStampResponse(answer);
    response.validate(request);
    if (response.getTimeStampToken() == null) {
      throw new IOException(
          "refused with status " + response.getStatus() + " " + response.getStatusString());
    }
    return response.getTimeStampToken();
  }
}
