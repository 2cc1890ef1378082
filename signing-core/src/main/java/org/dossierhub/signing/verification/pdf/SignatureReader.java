package org.dossierhub.signing.verification.pdf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;
import org.dossierhub.signing.verification.pdf.PdfValue.Text;
import org.dossierhub.signing.verification.pdf.XrefSection.InFile;
import org.dossierhub.signing.verification.pdf.XrefSection.InStream;

/**
 * Finds the signatures of a PDF without help of a library, and says of each whether its byte range
 * can be one: from the first byte, with a hole that is exactly the hexadecimal string of /Contents
 * (ISO 32000-1, 12.8.1), to the end of a revision.
 */
final class SignatureReader {
  private final PdfFile file;
  private final PdfState state;
  private final FormFields fields;

  SignatureReader(PdfState state, FormFields fields) {
    this.file = state.file();
    this.state = state;
    this.fields = fields;
  }

  /** In the order in which they were made; those that cannot be read come first. */
  List<SignedRange> signatures() {
    var found = new ArrayList<SignedRange>();
    for (var field : fields.signed()) {
      found.add(read(field));
    }
    found.sort(Comparator.comparingInt(SignedRange::end));
    return found;
  }

  private SignedRange read(FormFields.Field field) {
    int page = pageOf(field);
    if (!(field.value() instanceof Dict signature)) {
      return unreadable(field, page, "the value of the field is not a dictionary");
    }
    var timestamp =
        signature.name("Type").orElse("").equals("DocTimeStamp")
            || signature.name("SubFilter").orElse("").equals("ETSI.RFC3161");
    try {
      var range = byteRange(signature);
      checkContents(signature, range);
      var revision = file.state(range.get(2) + range.get(3));
      if (revision.chain().isEmpty()) {
        return unreadable(field, page, "the byte range does not end with a revision");
      }
      return new SignedRange(field.name(), range, timestamp, page, Optional.empty());
    } catch (NotReadable e) {
      return unreadable(field, page, e.getMessage());
    }
  }

  private static SignedRange unreadable(FormFields.Field field, int page, String why) {
    return new SignedRange(field.name(), List.of(), false, page, Optional.of(why));
  }

  private List<Integer> byteRange(Dict signature) {
    var items = state.array(signature.get("ByteRange"));
    if (items.size() != 4) {
      throw new NotReadable("/ByteRange has " + items.size() + " numbers");
    }
    var range = new ArrayList<Integer>();
    for (var item : items) {
      if (!(state.resolve(item) instanceof Num num)
          || !num.isInteger()
          || num.value() < 0
          || num.value() > file.bytes().length) {
        throw new NotReadable("/ByteRange has something else than offsets");
      }
      range.add((int) num.value());
    }
    long end = (long) range.get(2) + range.get(3);
    if (range.get(0) != 0
        || range.get(1) <= 0
        || range.get(2) <= range.get(1)
        || end > file.bytes().length) {
      throw new NotReadable("/ByteRange " + range + " cannot be that of a signature");
    }
    return range;
  }

  private void checkContents(Dict signature, List<Integer> range) {
    if (!(signature.get("Contents") instanceof Text contents) || !contents.hexadecimal()) {
      throw new NotReadable("/Contents is not a hexadecimal string");
    }
    if (contents.start() != range.get(1) || contents.end() != range.get(2)) {
      throw new NotReadable("The hole of /ByteRange is not /Contents");
    }
    if (contents.end() - contents.start() - 2 != contents.bytes().length * 2) {
      throw new NotReadable("/Contents holds something else than hexadecimal digits");
    }
    checkDigits(contents.start(), contents.end());
    checkPadding(contents.bytes());
  }

  /** Programs write all digits in one way; where some differ, somebody wrote some of them later. */
  private void checkDigits(int from, int to) {
    boolean small = false;
    boolean large = false;
    for (int i = from; i < to; i++) {
      int digit = file.bytes()[i];
      small |= digit >= 'a' && digit <= 'f';
      large |= digit >= 'A' && digit <= 'F';
    }
    if (small && large) {
      throw new NotReadable("/Contents is written in two ways");
    }
  }

  /**
   * Behind the DER value only zeros: nothing can be hidden in the one place that no signature
   * covers.
   */
  private static void checkPadding(byte[] contents) {
    if (contents.length < 4 || contents[0] != 0x30) {
      throw new NotReadable("/Contents is not a CMS value");
    }
    int lengthBytes = contents[1] & 0x7F;
    long length = contents[1] & 0x7F;
    int head = 2;
    if ((contents[1] & 0x80) != 0) {
      if (lengthBytes == 0) {
        return; // indefinite length (BER): ended by its own marks, read by the CMS parser
      }
      if (lengthBytes > 4) {
        throw new NotReadable("/Contents has a length that cannot be");
      }
      length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = length << 8 | contents[2 + i] & 0xFF;
      }
      head += lengthBytes;
    }
    if (head + length > contents.length) {
      throw new NotReadable("/Contents is cut off");
    }
    for (int i = (int) (head + length); i < contents.length; i++) {
      // some programs pad with one line end
      if (contents[i] != 0 && contents[i] != '\n' && contents[i] != '\r') {
        throw new NotReadable("Something is written behind the signature value in /Contents");
      }
    }
  }

  private int pageOf(FormFields.Field field) {
    var widgets = new HashSet<Integer>();
    widgets.add(field.number());
    field.widgets().forEach(widget -> widgets.add(widget.number()));
    int page = 0;
    for (var leaf : state.pages()) {
      page++;
      for (var annotation : state.array(leaf.entries().getOrDefault("Annots", PdfValue.NULL))) {
        if (annotation instanceof Ref ref && widgets.contains(ref.number())) {
          return page;
        }
      }
    }
    return 0;
  }

  /**
   * Whether any revision holds a signature that is not among the signatures of today: one that was
   * taken out of the form, or whose dictionary was replaced.
   */
  boolean someWereRemoved(List<SignedRange> today) {
    Set<List<Integer>> known = new HashSet<>();
    today.forEach(signature -> known.add(signature.byteRange()));
    for (var section : state.chain()) {
      for (var place : section.places().entrySet()) {
        if (place.getValue() instanceof InFile inFile
            && isUnknownSignature(valueAt(inFile), known)) {
          return true;
        }
        if (place.getValue() instanceof InStream
            && isUnknownSignature(inStream(place.getKey()), known)) {
          return true;
        }
      }
    }
    return false;
  }

  private PdfValue valueAt(InFile place) {
    try {
      return file.object(place.offset()).value();
    } catch (NotReadable e) {
      return PdfValue.NULL; // an object nobody can read signs nothing
    }
  }

  private PdfValue inStream(int number) {
    try {
      return state.object(number);
    } catch (NotReadable e) {
      return PdfValue.NULL;
    }
  }

  private boolean isUnknownSignature(PdfValue value, Set<List<Integer>> known) {
    file.budget().spend(1);
    if (value instanceof Stream || !(value instanceof Dict dict)) {
      return false;
    }
    if (dict.get("V") instanceof Dict direct && isUnknownSignature(direct, known)) {
      return true;
    }
    if (!dict.has("ByteRange")) {
      return false;
    }
    try {
      return !known.contains(byteRange(dict));
    } catch (NotReadable e) {
      return true;
    }
  }
}
