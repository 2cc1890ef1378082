package org.dossierhub.signing.verification;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dossierhub.signing.identity.Sha256;

/**
 * SHA-256 of a file, of its beginnings and of the parts that signatures cover, however many there
 * are, in one pass over its bytes.
 */
final class PartDigests {
  private final Map<Integer, byte[]> beginnings = new HashMap<>();
  private final Map<List<Integer>, byte[]> ranges = new HashMap<>();
  private final Sha256 whole;

  /**
   * @param ends of the beginnings
   * @param covered four numbers as in /ByteRange, the first of them 0
   */
  PartDigests(byte[] bytes, Collection<Integer> ends, Collection<List<Integer>> covered) {
    Map<Integer, MessageDigest> states = new TreeMap<>();
    var stops = new TreeSet<>(ends);
    covered.forEach(range -> stops.add(range.get(1)));
    var running = algorithm();
    int at = 0;
    for (int stop : stops) {
      running.update(bytes, at, stop - at);
      at = stop;
      states.put(stop, copy(running));
    }
    running.update(bytes, at, bytes.length - at);
    whole = Sha256.ofDigest(running.digest());
    for (var range : covered) {
      var rest = copy(states.get(range.get(1)));
      rest.update(bytes, range.get(2), range.get(3));
      ranges.put(List.copyOf(range), rest.digest());
    }
    ends.forEach(end -> beginnings.put(end, copy(states.get(end)).digest()));
  }

  private static MessageDigest algorithm() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static MessageDigest copy(MessageDigest running) {
    try {
      return (MessageDigest) running.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The platform cannot copy a digest under way", e);
    }
  }

  Sha256 whole() {
    return whole;
  }

  /** Of the first so many bytes, which must have been asked for. */
  byte[] beginning(int end) {
    return beginnings.get(end).clone();
  }

  /** Of what a signature covers, which must have been asked for. */
  byte[] range(List<Integer> byteRange) {
    return ranges.get(byteRange).clone();
  }
}
