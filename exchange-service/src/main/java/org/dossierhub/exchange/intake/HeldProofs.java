package org.dossierhub.exchange.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.dossierhub.exchange.work.Correlation;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.Proof;

/**
 * What the verdicts about one message rest on, until they are stored. The same revocation list
 * under many documents is held once, and no message holds more than 64 MB.
 */
final class HeldProofs {
  private static final Logger LOG = Correlation.logger(HeldProofs.class);
  private static final long MOST_BYTES = 64L << 20;

  private final Map<Sha256, byte[]> contents = new HashMap<>();
  private final Map<String, List<Proof>> byPart = new HashMap<>();
  private long bytes;

  void hold(String part, List<Proof> proofs) {
    var held = new ArrayList<Proof>();
    for (var proof : proofs) {
      var digest = proof.digest();
      if (!contents.containsKey(digest)) {
        if (bytes + proof.bytes().length > MOST_BYTES) {
          LOG.log(
              Level.WARNING,
              "Not kept, because a message keeps at most {0} MB: {1} {2}",
              new Object[] {MOST_BYTES >> 20, proof.kind(), digest});
          continue;
        }
        bytes += proof.bytes().length;
        contents.put(digest, proof.bytes());
      }
      held.add(new Proof(proof.kind(), proof.label(), contents.get(digest)));
    }
    byPart.put(part, held);
  }

  List<Proof> of(String part) {
    return byPart.getOrDefault(part, List.of());
  }
}
