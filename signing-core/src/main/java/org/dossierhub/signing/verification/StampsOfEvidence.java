package org.dossierhub.signing.verification;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.tsp.EvidenceRecord;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * The time-stamps of an evidence record in their order (RFC 4998, 5), for what the library does not
 * look at.
 *
 * @param tokens as they stand in the record
 * @param ascending each renewal is younger than what it renews, as 5.3 demands
 */
record StampsOfEvidence(List<byte[]> tokens, boolean ascending) {

  /** Empty when the record cannot be read. */
  static Optional<StampsOfEvidence> in(byte[] record) {
    try {
      var tokens = new ArrayList<byte[]>();
      var ascending = true;
      Date last = null;
      for (var chain :
          EvidenceRecord.getInstance(record)
              .getArchiveTimeStampSequence()
              .getArchiveTimeStampChains()) {
        for (var stamp : chain.getArchiveTimestamps()) {
          var token = stamp.getTimeStamp().getEncoded();
          var time = new TimeStampToken(new CMSSignedData(token)).getTimeStampInfo().getGenTime();
          ascending &= last == null || !time.before(last);
          last = time;
          tokens.add(token);
        }
      }
      return Optional.of(new StampsOfEvidence(tokens, ascending));
    } catch (IOException | CMSException | TSPException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
