package org.dossierhub.signing.verification.pdf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.dossierhub.signing.verification.pdf.PdfValue.Array;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;

/**
 * Whether values of an older revision are the same in a newer one, followed through references to
 * the end. Objects that are compared in a place of their own are the same where the reference is,
 * except where they decide what is seen: a page that serves as a resource of another is compared as
 * one, too.
 */
final class SameInBoth {
  /** What pages, fields and annotations look like, and whether they are seen. */
  private static final Set<String> LOOKS =
      Set.of("Resources", "Contents", "Group", "AP", "MK", "DR", "OC", "OCProperties");

  private record Pair(Ref old, Ref now) {}

  private final PdfState before;
  private final PdfState after;
  private final Set<Integer> comparedElsewhere = new HashSet<>();
  private final Set<Pair> equalPairs = new HashSet<>();

  /** The same without anything that is compared elsewhere; made when it is needed. */
  private SameInBoth looks;

  SameInBoth(PdfState before, PdfState after) {
    this.before = before;
    this.after = after;
  }

  /** From now on a reference to this object is enough, in both revisions. */
  void isComparedElsewhere(int number) {
    if (number != 0) {
      comparedElsewhere.add(number);
    }
  }

  /** The same for what both refer to. */
  void isComparedElsewhere(PdfValue old, PdfValue now) {
    if (old instanceof Ref ref && old.equals(now)) {
      isComparedElsewhere(ref.number());
    }
  }

  static Set<String> union(Dict some, Dict others) {
    var keys = new LinkedHashSet<>(some.entries().keySet());
    keys.addAll(others.entries().keySet());
    return keys;
  }

  Set<String> differences(Dict old, Dict now, Set<String> ignored) {
    var differing = new LinkedHashSet<String>();
    for (var key : union(old, now)) {
      if (!ignored.contains(key) && !same(key, old.get(key), now.get(key))) {
        differing.add(key);
      }
    }
    return differing;
  }

  /** The same value under a key of a page, a field, an annotation or the catalogue. */
  boolean same(String key, PdfValue old, PdfValue now) {
    if (!LOOKS.contains(key)) {
      return same(old, now);
    }
    if (looks == null) {
      looks = new SameInBoth(before, after);
    }
    return looks.same(old, now);
  }

  /** Whether a dictionary kept all its entries. */
  boolean onlyAdds(PdfValue old, PdfValue now) {
    var oldDict = before.dict(old).orElse(new Dict(Map.of()));
    var nowDict = after.dict(now).orElse(new Dict(Map.of()));
    return oldDict.entries().keySet().stream()
        .allMatch(key -> same(oldDict.get(key), nowDict.get(key)));
  }

  boolean onlyAddsResources(PdfValue old, PdfValue now) {
    var oldDict = before.dict(old).orElse(new Dict(Map.of()));
    var nowDict = after.dict(now).orElse(new Dict(Map.of()));
    return oldDict.entries().keySet().stream()
        .allMatch(
            key ->
                same(oldDict.get(key), nowDict.get(key))
                    || onlyAdds(oldDict.get(key), nowDict.get(key)));
  }

  /** The same value, followed through references to the end. */
  boolean same(PdfValue old, PdfValue now) {
    var pending = new ArrayDeque<Ref[]>();
    var assumed = new ArrayList<Pair>();
    var equal = shallow(old, now, pending);
    while (equal && !pending.isEmpty()) {
      var pair = pending.pop();
      var key = new Pair(pair[0], pair[1]);
      if (equalPairs.add(key)) {
        assumed.add(key);
        equal = shallow(before.object(pair[0]), after.object(pair[1]), pending);
      }
    }
    if (!equal) {
      assumed.forEach(equalPairs::remove);
    }
    return equal;
  }

  /** For an annotation: its own content, although elsewhere the reference to it is enough. */
  boolean sameContent(PdfValue old, PdfValue now) {
    var before = unreferenced(this.before, old);
    var after = unreferenced(this.after, now);
    return before instanceof Dict oldDict && after instanceof Dict nowDict
        ? differences(oldDict, nowDict, Set.of()).isEmpty()
        : same(before, after);
  }

  private static PdfValue unreferenced(PdfState state, PdfValue value) {
    return value instanceof Ref ref ? state.object(ref) : value;
  }

  private boolean shallow(PdfValue old, PdfValue now, ArrayDeque<Ref[]> pending) {
    before.file().budget().spend(1);
    if (old instanceof Ref oldRef && now instanceof Ref nowRef) {
      if (!oldRef.equals(nowRef) || !comparedElsewhere.contains(oldRef.number())) {
        pending.push(new Ref[] {oldRef, nowRef});
      }
      return true;
    }
    if (old instanceof Ref || now instanceof Ref) {
      return shallow(unreferenced(before, old), unreferenced(after, now), pending);
    }
    if (old instanceof Array oldArray && now instanceof Array nowArray) {
      return sameItems(oldArray, nowArray, pending);
    }
    if (old instanceof Dict oldDict && now instanceof Dict nowDict) {
      return sameEntries(oldDict, nowDict, Set.of(), pending);
    }
    if (old instanceof Stream oldStream && now instanceof Stream nowStream) {
      return sameEntries(oldStream.dict(), nowStream.dict(), Set.of("Length"), pending)
          && sameData(oldStream, nowStream);
    }
    if (old instanceof Num oldNum && now instanceof Num nowNum) {
      return oldNum.sameAs(nowNum);
    }
    return old.equals(now);
  }

  private boolean sameItems(Array old, Array now, ArrayDeque<Ref[]> pending) {
    if (old.items().size() != now.items().size()) {
      return false;
    }
    for (int i = 0; i < old.items().size(); i++) {
      if (!shallow(old.items().get(i), now.items().get(i), pending)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameEntries(Dict old, Dict now, Set<String> ignored, ArrayDeque<Ref[]> pending) {
    for (var key : union(old, now)) {
      if (!ignored.contains(key) && !shallow(old.get(key), now.get(key), pending)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameData(Stream old, Stream now) {
    int length = before.length(old);
    if (length != after.length(now)) {
      return false;
    }
    return old.start() == now.start() || Arrays.equals(before.raw(old), after.raw(now));
  }
}
