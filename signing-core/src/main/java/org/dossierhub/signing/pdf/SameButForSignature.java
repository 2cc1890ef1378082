package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Walks two states of a PDF side by side from catalogue and document information, and finds the
 * first thing that differs and does not belong to the signature: allowed are the value and the
 * appearance of the signed field, /Perms of the catalogue pointing at that value, and /SigFlags of
 * the form. Nothing is said about objects no reader can reach.
 */
final class SameButForSignature {
  private static final COSName PERMS = COSName.getPDFName("Perms");
  private static final COSName DOC_MDP = COSName.getPDFName("DocMDP");

  /**
   * What a reader of the file does not see of a stream: how many bytes it takes is compared with
   * the bytes.
   */
  private static final Set<COSName> OF_STREAMS = Set.of(COSName.LENGTH);

  private final COSDictionary earlierRoot;
  private final COSDictionary earlierForm;
  private final COSDictionary field;
  private final COSDictionary signature;
  private final Deque<Pair> open = new ArrayDeque<>();
  private final Set<Compared> seen = new HashSet<>();

  private record Pair(COSBase earlier, COSBase later, String path) {}

  /** Two objects by identity. */
  private record Compared(COSBase earlier, COSBase later) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Compared that && earlier == that.earlier && later == that.later;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(earlier) * 31 + System.identityHashCode(later);
    }
  }

  SameButForSignature(
      PDDocument before, PDDocument after, COSDictionary field, COSDictionary signature) {
    this.earlierRoot = before.getDocumentCatalog().getCOSObject();
    this.earlierForm = earlierRoot.getCOSDictionary(COSName.ACRO_FORM);
    this.field = field;
    this.signature = signature;
    var earlierTrailer = before.getDocument().getTrailer();
    var laterTrailer = after.getDocument().getTrailer();
    later(earlierRoot, after.getDocumentCatalog().getCOSObject(), "");
    later(
        earlierTrailer.getDictionaryObject(COSName.INFO),
        laterTrailer.getDictionaryObject(COSName.INFO),
        "/Info");
    later(
        earlierTrailer.getDictionaryObject(COSName.ENCRYPT),
        laterTrailer.getDictionaryObject(COSName.ENCRYPT),
        "/Encrypt");
  }

  /** Where it is and what it is, or empty when nothing else differs. */
  Optional<String> firstDifference() throws IOException {
    while (!open.isEmpty()) {
      var pair = open.pop();
      if (!same(pair.earlier, pair.later, pair.path)) {
        return Optional.of("changed: " + (pair.path.isEmpty() ? "/" : pair.path));
      }
    }
    return Optional.empty();
  }

  private void later(COSBase earlier, COSBase later, String path) {
    open.push(new Pair(resolved(earlier), resolved(later), path));
  }

  private static COSBase resolved(COSBase object) {
    var value = object instanceof COSObject reference ? reference.getObject() : object;
    return value == null ? COSNull.NULL : value;
  }

  private boolean same(COSBase earlier, COSBase later, String path) throws IOException {
    if (earlier instanceof COSDictionary a && later instanceof COSDictionary b) {
      return !seen.add(new Compared(a, b)) || sameDictionary(a, b, path);
    }
    if (earlier instanceof COSArray a && later instanceof COSArray b) {
      return !seen.add(new Compared(a, b)) || sameArray(a, b, path);
    }
    if (earlier instanceof COSNumber a && later instanceof COSNumber b) {
      return a.floatValue() == b.floatValue() && a.longValue() == b.longValue();
    }
    return earlier.equals(later);
  }

  private boolean sameArray(COSArray earlier, COSArray later, String path) {
    if (earlier.size() != later.size()) {
      return false;
    }
    for (int i = 0; i < earlier.size(); i++) {
      later(earlier.get(i), later.get(i), path + "[" + i + "]");
    }
    return true;
  }

  private boolean sameDictionary(COSDictionary earlier, COSDictionary later, String path)
      throws IOException {
    if (earlier instanceof COSStream != later instanceof COSStream) {
      return false;
    }
    if (earlier == earlierRoot && !permsAreOfSignature(earlier, later)) {
      return false;
    }
    var free = freeKeys(earlier);
    var names = new TreeSet<COSName>(earlier.keySet());
    names.addAll(later.keySet());
    names.removeAll(free);
    for (var name : names) {
      later(earlier.getItem(name), later.getItem(name), path + "/" + name.getName());
    }
    return !(earlier instanceof COSStream a && later instanceof COSStream b) || sameBytes(a, b);
  }

  /** The keys that signing may change in this dictionary. */
  private Set<COSName> freeKeys(COSDictionary earlier) {
    if (earlier == field) {
      return Set.of(COSName.V, COSName.AP);
    }
    if (earlier == earlierRoot) {
      return Set.of(PERMS);
    }
    if (earlier == earlierForm) {
      return Set.of(COSName.SIG_FLAGS);
    }
    return earlier instanceof COSStream ? OF_STREAMS : Set.of();
  }

  /**
   * ISO 32000-1, 12.8.4: /Perms either is what it was, or came with this signature and holds its
   * DocMDP alone.
   */
  private boolean permsAreOfSignature(COSDictionary earlier, COSDictionary later) {
    var was = earlier.getCOSDictionary(PERMS);
    var is = later.getCOSDictionary(PERMS);
    if (was != null) {
      later(was, is, "/Perms");
      return true;
    }
    return is == null
        || is.keySet().equals(Set.of(DOC_MDP)) && is.getCOSDictionary(DOC_MDP) == signature;
  }

  private static boolean sameBytes(COSStream earlier, COSStream later) throws IOException {
    try (var a = earlier.createRawInputStream();
        var b = later.createRawInputStream()) {
      var one = new byte[64 * 1024];
      var other = new byte[64 * 1024];
      while (true) {
        int read = a.readNBytes(one, 0, one.length);
        int also = b.readNBytes(other, 0, other.length);
        if (read != also || !Arrays.equals(one, 0, read, other, 0, also)) {
          return false;
        }
        if (read < one.length) {
          return true;
        }
      }
    }
  }
}
