package org.dossierhub.signing.verification.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;
import org.dossierhub.signing.verification.pdf.XrefSection.Free;
import org.dossierhub.signing.verification.pdf.XrefSection.InFile;
import org.dossierhub.signing.verification.pdf.XrefSection.InStream;
import org.dossierhub.signing.verification.pdf.XrefSection.Place;

/** A PDF as it stood at some length of the file: which objects there were, and what they said. */
final class PdfState {
  private static final int MOST_REFERENCES = 16;

  private final PdfFile file;
  private final int end;
  private final List<XrefSection> chain;
  private final Map<Integer, Place> places = new LinkedHashMap<>();
  private final Map<Integer, Map<Integer, PdfValue>> objectStreams = new HashMap<>();

  PdfState(PdfFile file, int end, List<XrefSection> chain) {
    this.file = file;
    this.end = end;
    this.chain = List.copyOf(chain);
    for (int i = chain.size() - 1; i >= 0; i--) {
      var section = chain.get(i);
      // 7.5.8.4: a hybrid file lists for newer readers what its table hides as free
      places.putAll(section.places());
      section.hybrid().ifPresent(hybrid -> addHidden(section, hybrid));
    }
  }

  private void addHidden(XrefSection table, XrefSection hybrid) {
    hybrid
        .places()
        .forEach(
            (number, place) -> {
              var listed = table.places().getOrDefault(number, new Free());
              if (!(listed instanceof Free) && !listed.equals(place)) {
                throw new NotReadable("Two places for object " + number + " in a hybrid file");
              }
              places.put(number, place);
            });
  }

  PdfFile file() {
    return file;
  }

  int end() {
    return end;
  }

  List<XrefSection> chain() {
    return chain;
  }

  Map<Integer, Place> places() {
    return places;
  }

  Dict trailer() {
    return chain.get(0).trailer();
  }

  Dict catalog() {
    if (resolve(trailer().get("Root")) instanceof Dict catalog) {
      return catalog;
    }
    throw new NotReadable("The file has no catalogue");
  }

  /** Follows references until a value. */
  PdfValue resolve(PdfValue value) {
    var current = value;
    for (int i = 0; i < MOST_REFERENCES; i++) {
      if (!(current instanceof Ref ref)) {
        return current;
      }
      current = object(ref);
    }
    throw new NotReadable("References without end");
  }

  /**
   * A dictionary. A stream is none: one that posed as a page or a field would be compared by its
   * entries, and its data could change.
   */
  Optional<Dict> dict(PdfValue value) {
    var resolved = resolve(value);
    if (resolved instanceof Stream stream) {
      throw new NotReadable("A stream in the place of a dictionary", stream.start());
    }
    return resolved instanceof Dict dict ? Optional.of(dict) : Optional.empty();
  }

  List<PdfValue> array(PdfValue value) {
    return resolve(value) instanceof PdfValue.Array array ? array.items() : List.of();
  }

  /** 7.3.10: a reference to another generation than the one in use stands for null. */
  PdfValue object(Ref ref) {
    int generation = places.get(ref.number()) instanceof InFile inFile ? inFile.generation() : 0;
    return ref.generation() == generation ? object(ref.number()) : PdfValue.NULL;
  }

  /** The value of an object; null if the number is not in use. */
  PdfValue object(int number) {
    file.budget().spend(1);
    var place = places.getOrDefault(number, new Free());
    if (place instanceof InFile inFile) {
      var object = file.object(inFile.offset());
      if (object.number() != number || object.generation() != inFile.generation()) {
        throw new NotReadable("Expected object " + number, inFile.offset());
      }
      if (inFile.offset() >= end) {
        throw new NotReadable(
            "Object " + number + " lies behind its own revision", inFile.offset());
      }
      return object.value();
    }
    if (place instanceof InStream inStream) {
      var content = objectStreams.get(inStream.stream());
      if (content == null) {
        content = objectStream(inStream.stream());
        objectStreams.put(inStream.stream(), content);
      }
      if (!content.containsKey(number)) {
        throw new NotReadable(
            "Object " + number + " is not in its object stream " + inStream.stream());
      }
      return content.get(number);
    }
    return PdfValue.NULL;
  }

  /** 7.5.7. */
  private Map<Integer, PdfValue> objectStream(int number) {
    if (!(places.get(number) instanceof InFile) || !(object(number) instanceof Stream stream)) {
      throw new NotReadable("Expected an object stream in object " + number);
    }
    if (!stream.dict().name("Type").orElse("").equals("ObjStm")) {
      throw new NotReadable("Object " + number + " is not an object stream");
    }
    var data = file.unpack(stream, length(stream));
    int count = integer(stream.dict(), "N");
    int first = integer(stream.dict(), "First");
    var header = new PdfSyntax(data, 0, Math.min(first, data.length), false, file.budget());
    var content = new HashMap<Integer, PdfValue>();
    for (int i = 0; i < count; i++) {
      int object = header.integer();
      int offset = first + header.integer();
      if (offset < 0 || offset > data.length) {
        throw new NotReadable("Object " + object + " lies outside its object stream " + number);
      }
      var value = new PdfSyntax(data, offset, data.length, false, file.budget()).value();
      if (places.get(object) instanceof InStream place
          && place.stream() == number
          && place.index() == i) {
        content.put(object, value);
      }
    }
    return content;
  }

  int length(Stream stream) {
    return integer(stream.dict(), "Length");
  }

  byte[] raw(Stream stream) {
    return file.raw(stream, length(stream));
  }

  int integer(Dict dict, String key) {
    if (resolve(dict.get(key)) instanceof Num num
        && num.isInteger()
        && num.value() >= 0
        && num.value() < Integer.MAX_VALUE) {
      return (int) num.value();
    }
    throw new NotReadable("Expected a whole number for /" + key);
  }

  /** The leaves of the page tree in order, each with what it inherits (7.7.3). */
  List<Page> pages() {
    var pages = new ArrayList<Page>();
    collect(catalog().get("Pages"), Map.of(), pages, new java.util.HashSet<>(), 0);
    return pages;
  }

  /**
   * A page.
   *
   * @param number of its object, 0 if it has none
   * @param entries its own entries and the inherited ones
   */
  record Page(int number, Map<String, PdfValue> entries) {}

  private static final List<String> INHERITED =
      List.of("Resources", "MediaBox", "CropBox", "Rotate");

  private void collect(
      PdfValue node,
      Map<String, PdfValue> inherited,
      List<Page> pages,
      java.util.Set<Integer> seen,
      int depth) {
    if (depth > 64 || (node instanceof Ref ref && !seen.add(ref.number()))) {
      throw new NotReadable("The page tree has no end");
    }
    var dict = dict(node).orElseThrow(() -> new NotReadable("A node of the page tree is missing"));
    var entries = new LinkedHashMap<>(inherited);
    for (var key : INHERITED) {
      if (dict.has(key)) {
        entries.put(key, dict.get(key));
      }
    }
    if (dict.has("Kids")) {
      for (var kid : array(dict.get("Kids"))) {
        collect(kid, entries, pages, seen, depth + 1);
      }
    } else {
      entries.putAll(dict.entries());
      pages.add(new Page(node instanceof Ref ref ? ref.number() : 0, entries));
    }
  }
}
