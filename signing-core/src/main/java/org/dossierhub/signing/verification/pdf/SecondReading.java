package org.dossierhub.signing.verification.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.dossierhub.signing.identity.Sha256;
import org.dossierhub.signing.verification.pdf.PdfValue.Array;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Name;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;
import org.dossierhub.signing.verification.pdf.PdfValue.Text;
import org.dossierhub.signing.verification.pdf.PdfValue.Word;
import org.dossierhub.signing.verification.pdf.XrefSection.Free;
import org.dossierhub.signing.verification.pdf.XrefSection.InFile;
import org.dossierhub.signing.verification.pdf.XrefSection.InStream;
import org.dossierhub.signing.verification.pdf.XrefSection.Place;

/**
 * The same file read by PDFBox, which forgives and repairs where our own reader is strict. Where
 * both find the same objects in the same places, the same pages and the same signatures, a file has
 * no second face.
 */
final class SecondReading implements AutoCloseable {
  private static final int DEEPEST = 64;

  private final PDDocument document;

  private SecondReading(PDDocument document) {
    this.document = document;
  }

  static SecondReading of(byte[] bytes, int end) throws IOException {
    return new SecondReading(
        Loader.loadPDF(new RandomAccessReadBuffer(ByteBuffer.wrap(bytes, 0, end).slice())));
  }

  /** Of a document that somebody else closes. */
  static SecondReading of(PDDocument document) {
    return new SecondReading(document);
  }

  PDDocument document() {
    return document;
  }

  @Override
  public void close() throws IOException {
    document.close();
  }

  /** The first thing that both readings see differently. */
  Optional<String> disagreement(PdfState state, List<SignedRange> signatures, Set<Integer> objects)
      throws IOException {
    return places(state)
        .or(() -> pages(state))
        .or(() -> signatures(signatures))
        .or(() -> objects(state, objects));
  }

  private Optional<String> places(PdfState state) {
    Map<Integer, Long> theirs = new HashMap<>();
    for (var entry : document.getDocument().getXrefTable().entrySet()) {
      theirs.put((int) entry.getKey().getNumber(), entry.getValue());
    }
    for (var entry : state.places().entrySet()) {
      int number = entry.getKey();
      var place = entry.getValue();
      var other = theirs.remove(number);
      if (place instanceof Free
          ? other != null && other != 0 && isUsed(state, number)
          : !isAt(place, other)) {
        if (!isCrossReference(state, place)) {
          return Optional.of("object " + number + " is in two places");
        }
      }
    }
    return theirs.entrySet().stream()
        .filter(entry -> entry.getValue() != 0 && entry.getKey() != 0)
        .findFirst()
        .map(entry -> "object " + entry.getKey() + " is seen by one reading only");
  }

  /**
   * A number that our reading takes as free and PDFBox does not, matters if somebody refers to it.
   */
  private static boolean isUsed(PdfState state, int number) {
    return number != 0;
  }

  private static boolean isAt(Place place, Long other) {
    if (other == null) {
      return false;
    }
    if (place instanceof InFile inFile) {
      return other == inFile.offset();
    }
    return place instanceof InStream inStream && other == -inStream.stream();
  }

  /** Readers differ in whether they list the cross-reference stream itself. */
  private static boolean isCrossReference(PdfState state, Place place) {
    return place instanceof InFile inFile
        && state.chain().stream()
            .anyMatch(
                section ->
                    section.offset() == inFile.offset()
                        || section
                            .hybrid()
                            .filter(hybrid -> hybrid.offset() == inFile.offset())
                            .isPresent());
  }

  private Optional<String> pages(PdfState state) {
    var ours = state.pages().stream().map(PdfState.Page::number).toList();
    var theirs = new ArrayList<Integer>();
    for (var page : document.getPages()) {
      var key = page.getCOSObject().getKey();
      theirs.add(key == null ? 0 : (int) key.getNumber());
    }
    return ours.equals(theirs) ? Optional.empty() : Optional.of("the pages are not the same");
  }

  private Optional<String> signatures(List<SignedRange> signatures) {
    var ours =
        signatures.stream()
            .filter(signature -> signature.unreadable().isEmpty())
            .map(signature -> signature.byteRange().toString())
            .sorted()
            .toList();
    var theirs = new ArrayList<String>();
    for (var signature : document.getSignatureDictionaries()) {
      var range = new ArrayList<Integer>();
      for (var number : signature.getByteRange()) {
        range.add(number);
      }
      theirs.add(range.toString());
    }
    theirs.sort(null);
    // unreadable signatures are no disagreement: they have a verdict of their own
    var unreadable = signatures.stream().anyMatch(signature -> signature.unreadable().isPresent());
    return unreadable || ours.equals(theirs)
        ? Optional.empty()
        : Optional.of("the signatures are not the same");
  }

  private Optional<String> objects(PdfState state, Set<Integer> numbers) {
    for (int number : numbers) {
      var place = state.places().getOrDefault(number, new Free());
      if (place instanceof Free || isCrossReference(state, place)) {
        continue;
      }
      int generation = place instanceof InFile inFile ? inFile.generation() : 0;
      var theirs =
          document
              .getDocument()
              .getObjectFromPool(new COSObjectKey(number, generation))
              .getObject();
      try {
        var ours = new StringBuilder();
        write(state, state.object(number), ours);
        var other = new StringBuilder();
        write(theirs, other, 0);
        if (!ours.toString().contentEquals(other)) {
          return Optional.of("object " + number + " says two things");
        }
      } catch (IOException e) {
        return Optional.of("object " + number + " is read by one reading only");
      }
    }
    return Optional.empty();
  }

  /** One way of writing a value, for both readings; numbers as far as both keep them. */
  private static void write(PdfState state, PdfValue value, StringBuilder out) {
    state.file().budget().spend(1);
    if (value instanceof Word word) {
      out.append(word.text());
    } else if (value instanceof Num num) {
      out.append(number((float) num.value()));
    } else if (value instanceof Name name) {
      out.append('/').append(name(name.text()));
    } else if (value instanceof Text text) {
      out.append('(').append(Sha256.of(text.bytes()).hex()).append(')');
    } else if (value instanceof Ref ref) {
      out.append(ref.number()).append(' ').append(ref.generation()).append('R');
    } else if (value instanceof Array array) {
      out.append('[');
      array.items().forEach(item -> write(state, item, out.append(' ')));
      out.append(']');
    } else if (value instanceof Dict dict) {
      writeEntries(state, dict, Set.of(), out);
    } else if (value instanceof Stream stream) {
      writeEntries(state, stream.dict(), Set.of("Length"), out);
      out.append(Sha256.of(state.raw(stream)).hex());
    }
  }

  private static void writeEntries(
      PdfState state, Dict dict, Set<String> without, StringBuilder out) {
    out.append("<<");
    new TreeMap<>(dict.entries())
        .forEach(
            (key, value) -> {
              if (!without.contains(key) && !PdfValue.NULL.equals(value)) {
                write(state, value, out.append('/').append(name(key)).append(' '));
              }
            });
    out.append(">>");
  }

  private static void write(COSBase value, StringBuilder out, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("Nested too deeply");
    }
    if (value instanceof COSObject object) {
      out.append(object.getKey().getNumber())
          .append(' ')
          .append(object.getKey().getGeneration())
          .append('R');
    } else if (value instanceof COSStream stream) {
      writeEntries(stream, Set.of("Length"), out, depth);
      var data = new ByteArrayOutputStream();
      try (var in = stream.createRawInputStream()) {
        in.transferTo(data);
      }
      out.append(Sha256.of(data.toByteArray()).hex());
    } else if (value instanceof COSDictionary dictionary) {
      writeEntries(dictionary, Set.of(), out, depth);
    } else if (value instanceof COSArray array) {
      out.append('[');
      for (int i = 0; i < array.size(); i++) {
        write(array.get(i), out.append(' '), depth + 1);
      }
      out.append(']');
    } else if (value instanceof COSString string) {
      out.append('(').append(Sha256.of(string.getBytes()).hex()).append(')');
    } else if (value instanceof COSName name) {
      out.append('/').append(name(name.getName()));
    } else if (value instanceof COSNumber number) {
      out.append(number(number.floatValue()));
    } else if (value instanceof COSBoolean bool) {
      out.append(bool.getValue());
    } else {
      out.append("null");
    }
  }

  private static void writeEntries(
      COSDictionary dictionary, Set<String> without, StringBuilder out, int depth)
      throws IOException {
    var sorted = new TreeMap<String, COSBase>();
    for (var key : dictionary.keySet()) {
      sorted.put(name(key.getName()), dictionary.getItem(key));
    }
    out.append("<<");
    for (var entry : sorted.entrySet()) {
      if (!without.contains(entry.getKey()) && entry.getValue() != null) {
        write(entry.getValue(), out.append('/').append(entry.getKey()).append(' '), depth + 1);
      }
    }
    out.append(">>");
  }

  private static String number(float value) {
    return Float.toString(value == 0 ? 0f : value);
  }

  /** Names as bytes; both readings may take those beyond ASCII for UTF-8 or for single bytes. */
  private static String name(String text) {
    return text.chars().allMatch(c -> c < 128)
        ? text
        : Integer.toHexString(
            java.util.Arrays.hashCode(
                text.chars().allMatch(c -> c < 256)
                    ? text.getBytes(StandardCharsets.ISO_8859_1)
                    : text.getBytes(StandardCharsets.UTF_8)));
  }
}
