package org.dossierhub.signing.evidence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.tsp.ArchiveTimeStamp;
import org.bouncycastle.asn1.tsp.EvidenceRecord;
import org.bouncycastle.asn1.tsp.PartialHashtree;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.dossierhub.signing.identity.Sha256;

/**
 * A tree of hashes (RFC 4998, 4.2): many data under one time-stamp, each with a short proof of its
 * own. Binary, with SHA-256; a node without a neighbour goes up as it is. The leaves are kept in
 * the order they were given; nothing else has to be kept to make any record later.
 */
public final class HashTree {
  /** Of SHA-256, as an object identifier. */
  public static final String ALGORITHM = NISTObjectIdentifiers.id_sha256.getId();

  /** From the leaves to the root. */
  private final List<List<byte[]>> levels = new ArrayList<>();

  private HashTree(List<byte[]> leaves) {
    levels.add(leaves);
    while (top().size() > 1) {
      var below = top();
      var above = new ArrayList<byte[]>();
      for (int i = 0; i < below.size(); i += 2) {
        above.add(i + 1 < below.size() ? parent(below.get(i), below.get(i + 1)) : below.get(i));
      }
      levels.add(above);
    }
  }

  /** IllegalArgumentException without leaves. */
  public static HashTree over(List<Sha256> leaves) {
    if (leaves.isEmpty()) {
      throw new IllegalArgumentException("A tree needs a leaf");
    }
    return new HashTree(leaves.stream().map(Sha256::bytes).toList());
  }

  /** What is time-stamped: 32 bytes, not hashed again. */
  public byte[] root() {
    return top().get(0).clone();
  }

  /**
   * The evidence record of one leaf, DER (RFC 4998, 3): the hashes beside its way to the root, and
   * the time-stamp.
   *
   * @param token over the root, DER
   */
  public byte[] record(int leaf, byte[] token) {
    try {
      var stamp = ContentInfo.getInstance(token);
      var reduced = reduced(leaf);
      return new EvidenceRecord(
              null,
              null,
              reduced.length == 0
                  ? new ArchiveTimeStamp(stamp)
                  : new ArchiveTimeStamp(
                      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), reduced, stamp))
          .getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory cannot fail", e);
    }
  }

  /**
   * RFC 4998, 4.2: the first list holds the leaf alone, so that nobody takes its neighbour for data
   * that is missing; each other list holds one neighbour on the way up.
   */
  private PartialHashtree[] reduced(int leaf) {
    var lists = new ArrayList<PartialHashtree>();
    int at = leaf;
    for (var level : levels.subList(0, levels.size() - 1)) {
      int neighbour = at ^ 1;
      if (neighbour < level.size()) {
        if (lists.isEmpty()) {
          lists.add(new PartialHashtree(levels.get(0).get(leaf)));
        }
        lists.add(new PartialHashtree(level.get(neighbour)));
      }
      at /= 2;
    }
    return lists.toArray(PartialHashtree[]::new);
  }

  private List<byte[]> top() {
    return levels.get(levels.size() - 1);
  }

  /** RFC 4998, 4.2: concatenated in binary ascending order, and hashed. */
  private static byte[] parent(byte[] left, byte[] right) {
    boolean ordered = Arrays.compareUnsigned(left, right) <= 0;
    var both = new ByteArrayOutputStream(left.length + right.length);
    both.writeBytes(ordered ? left : right);
    both.writeBytes(ordered ? right : left);
    try {
      return MessageDigest.getInstance("SHA-256").digest(both.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
