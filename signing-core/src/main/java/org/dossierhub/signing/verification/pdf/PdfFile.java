package org.dossierhub.signing.verification.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dossierhub.signing.verification.pdf.PdfValue.Array;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;
import org.dossierhub.signing.verification.pdf.XrefSection.Free;
import org.dossierhub.signing.verification.pdf.XrefSection.InFile;
import org.dossierhub.signing.verification.pdf.XrefSection.InStream;
import org.dossierhub.signing.verification.pdf.XrefSection.Place;

/**
 * The bytes of a PDF and what our own reader has read from them. A {@link PdfState} is the document
 * as it stood when the file was a certain number of bytes long.
 */
final class PdfFile {
  private static final int MOST_SECTIONS = 200;
  private static final int MOST_OBJECTS = 8_388_607; // ISO 32000-1, annex C
  private static final int TAIL = 2048;

  private final byte[] bytes;
  private final Budget budget;
  private final Map<Integer, XrefSection> sections = new HashMap<>();
  private final Map<Integer, IndirectObject> objects = new HashMap<>();

  /**
   * An object at an offset of the file.
   *
   * @param end offset behind its value; for a stream where its data begins
   */
  record IndirectObject(int number, int generation, PdfValue value, int end) {}

  PdfFile(byte[] bytes, Budget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  byte[] bytes() {
    return bytes;
  }

  Budget budget() {
    return budget;
  }

  PdfSyntax at(int offset) {
    if (offset < 0 || offset >= bytes.length) {
      throw new NotReadable("Outside the file", offset);
    }
    return new PdfSyntax(bytes, offset, bytes.length, true, budget);
  }

  /** The document as it stood when the file ended at that offset. */
  PdfState state(int end) {
    return new PdfState(this, end, chain(startOfNewestSection(end)));
  }

  /**
   * 7.5.5: the last line is %%EOF, before it startxref and an offset. Only white space may follow.
   */
  private int startOfNewestSection(int end) {
    int at = end;
    while (at > 0 && PdfSyntax.isSpace(bytes[at - 1])) {
      at--;
    }
    int eof = at - "%%EOF".length();
    if (eof < 0 || !at(eof).looksAt("%%EOF")) {
      throw new NotReadable("Expected %%EOF before", end);
    }
    for (int i = eof; i >= Math.max(0, eof - TAIL); i--) {
      var syntax = at(i);
      if (syntax.looksAt("startxref")) {
        syntax.moveTo(i + "startxref".length());
        int offset = syntax.integer();
        syntax.skipSpace();
        if (syntax.at() < eof) {
          throw new NotReadable("More than an offset behind startxref", i);
        }
        return offset;
      }
    }
    throw new NotReadable("Expected startxref before", eof);
  }

  /** The sections from the newest to the oldest. */
  private List<XrefSection> chain(int newest) {
    var chain = new ArrayList<XrefSection>();
    var seen = new HashSet<Integer>();
    int offset = newest;
    while (true) {
      if (!seen.add(offset)) {
        throw new NotReadable("Cross-reference sections in a circle", offset);
      }
      if (chain.size() >= MOST_SECTIONS) {
        throw new Budget.Spent("more than " + MOST_SECTIONS + " cross-reference sections");
      }
      var section = section(offset);
      chain.add(section);
      // some programs write 0 for none; no section can lie there, where the header is
      offset = section.trailer().has("Prev") ? number(section.trailer(), "Prev") : 0;
      if (offset == 0) {
        return chain;
      }
    }
  }

  private XrefSection section(int offset) {
    var known = sections.get(offset);
    if (known == null) {
      var syntax = at(offset);
      syntax.skipSpaceOnly();
      known = syntax.looksAt("xref") ? table(syntax, syntax.at()) : stream(syntax.at());
      sections.put(offset, known);
    }
    return known;
  }

  private XrefSection table(PdfSyntax syntax, int offset) {
    syntax.expect("xref");
    var places = new LinkedHashMap<Integer, Place>();
    syntax.skipSpace();
    while (!syntax.looksAt("trailer")) {
      int first = syntax.integer();
      int count = syntax.integer();
      for (int i = 0; i < count; i++) {
        budget.spend(1);
        int position = syntax.integer();
        int generation = syntax.integer();
        if (syntax.takes("n")) {
          // an offset of zero cannot be an object; some writers mark a missing one so
          put(places, first + i, position == 0 ? new Free() : new InFile(position, generation));
        } else {
          syntax.expect("f");
          put(places, first + i, new Free());
        }
      }
      syntax.skipSpace();
    }
    syntax.expect("trailer");
    if (!(syntax.value() instanceof Dict trailer)) {
      throw new NotReadable("Expected a trailer dictionary", syntax.at());
    }
    var hybrid =
        trailer.has("XRefStm")
            ? Optional.of(stream(number(trailer, "XRefStm")))
            : Optional.<XrefSection>empty();
    return new XrefSection(offset, syntax.at(), places, trailer, hybrid);
  }

  private static void put(Map<Integer, Place> places, int number, Place place) {
    if (number < 0 || number > MOST_OBJECTS) {
      throw new NotReadable("Object number " + number);
    }
    var earlier = places.put(number, place);
    if (earlier != null && !earlier.equals(place)) {
      throw new NotReadable("Two places for object " + number + " in one cross-reference section");
    }
  }

  private XrefSection stream(int offset) {
    var object = object(offset);
    if (!(object.value() instanceof Stream stream)
        || !stream.dict().name("Type").orElse("").equals("XRef")) {
      throw new NotReadable("Expected a cross-reference section", offset);
    }
    var dict = stream.dict();
    int length = number(dict, "Length");
    var data = unpack(stream, length);
    var places = new LinkedHashMap<Integer, Place>();
    var widths = numbers(dict.get("W"));
    if (widths.size() != 3 || widths.stream().anyMatch(width -> width < 0 || width > 8)) {
      throw new NotReadable("Cross-reference stream with odd /W", offset);
    }
    var index = dict.has("Index") ? numbers(dict.get("Index")) : List.of(0, number(dict, "Size"));
    int at = 0;
    for (int i = 0; i + 1 < index.size(); i += 2) {
      for (int n = 0; n < index.get(i + 1); n++) {
        budget.spend(1);
        int width = widths.get(0) + widths.get(1) + widths.get(2);
        if (width == 0 || at + width > data.length) {
          throw new NotReadable("Cross-reference stream too short", offset);
        }
        long type = widths.get(0) == 0 ? 1 : field(data, at, widths.get(0));
        long second = field(data, at + widths.get(0), widths.get(1));
        long third = field(data, at + widths.get(0) + widths.get(1), widths.get(2));
        at += width;
        put(places, index.get(i) + n, place(type, second, third, offset));
      }
    }
    int end = endOfStream(stream, length);
    return new XrefSection(offset, end, places, dict, Optional.empty());
  }

  private static Place place(long type, long second, long third, int offset) {
    if (second > Integer.MAX_VALUE || third > Integer.MAX_VALUE || second < 0 || third < 0) {
      throw new NotReadable("Number too large in the cross-reference stream", offset);
    }
    return switch ((int) type) {
      case 0 -> new Free();
      case 1 -> new InFile((int) second, (int) third);
      case 2 -> new InStream((int) second, (int) third);
      // 7.5.8.3: other types stand for null
      default -> new Free();
    };
  }

  private static long field(byte[] data, int at, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = value << 8 | data[at + i] & 0xFF;
    }
    return value;
  }

  private static List<Integer> numbers(PdfValue value) {
    if (!(value instanceof Array array)) {
      throw new NotReadable("Expected an array of numbers");
    }
    var numbers = new ArrayList<Integer>();
    for (var item : array.items()) {
      if (!(item instanceof Num num) || !num.isInteger()) {
        throw new NotReadable("Expected an array of numbers");
      }
      numbers.add((int) num.value());
    }
    return numbers;
  }

  static int number(Dict dict, String key) {
    if (dict.get(key) instanceof Num num
        && num.isInteger()
        && num.value() >= 0
        && num.value() <= Integer.MAX_VALUE) {
      return (int) num.value();
    }
    throw new NotReadable("Expected a whole number for /" + key);
  }

  /** The object that begins at this offset, up to its value. */
  IndirectObject object(int offset) {
    var known = objects.get(offset);
    if (known == null) {
      var syntax = at(offset);
      int number = syntax.integer();
      int generation = syntax.integer();
      syntax.expect("obj");
      var value = syntax.content();
      known = new IndirectObject(number, generation, value, syntax.at());
      objects.put(offset, known);
    }
    return known;
  }

  /** The data of a stream as it stands in the file. */
  byte[] raw(Stream stream, int length) {
    endOfStream(stream, length);
    return java.util.Arrays.copyOfRange(bytes, stream.start(), stream.start() + length);
  }

  byte[] unpack(Stream stream, int length) {
    var filter = stream.dict().get("Filter");
    if (filter instanceof Array array) {
      if (array.items().size() > 1) {
        throw new NotReadable("Structure packed several times", stream.start());
      }
      filter = array.items().isEmpty() ? PdfValue.NULL : array.items().get(0);
    }
    var parameters = stream.dict().get("DecodeParms");
    if (parameters instanceof Array array) {
      parameters = array.items().isEmpty() ? PdfValue.NULL : array.items().get(0);
    }
    return StreamData.unpack(
        raw(stream, length),
        filter instanceof PdfValue.Name name ? name.text() : "",
        parameters instanceof Dict dict ? dict : new Dict(Map.of()),
        budget);
  }

  /** Behind {@code endstream}, which must follow the stated length. */
  int endOfStream(Stream stream, int length) {
    long end = (long) stream.start() + length;
    if (end > bytes.length) {
      throw new NotReadable("Stream longer than the file", stream.start());
    }
    var syntax = new PdfSyntax(bytes, (int) end, bytes.length, true, budget);
    syntax.skipSpaceOnly();
    syntax.expect("endstream");
    return syntax.at();
  }
}
