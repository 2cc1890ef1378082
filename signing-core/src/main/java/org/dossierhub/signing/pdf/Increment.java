package org.dossierhub.signing.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSBoolean;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.COSWriter;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * An incremental update (ISO 32000-1, 7.5.6) that holds exactly the objects given to it and what is
 * new below them. PDFBox's own would write more objects than changed and some of them twice, which
 * a careful reader cannot tell from an attack. The same input gives the same bytes.
 */
final class Increment {
  private final COSDocument document;
  private final COSDictionary trailer;
  private final ByteArrayOutputStream out;
  private final SortedMap<Long, Place> places = new TreeMap<>();
  private final Deque<Map.Entry<Long, COSStream>> waiting = new ArrayDeque<>();
  private long size;

  private record Place(int generation, int offset) {}

  Increment(PDDocument document, byte[] earlier) {
    this.document = document.getDocument();
    this.trailer = this.document.getTrailer();
    this.size =
        Math.max(trailer.getLong(COSName.SIZE, 0), this.document.getHighestXRefObjectNumber() + 1);
    this.out = new ByteArrayOutputStream(earlier.length + 8192);
    out.writeBytes(earlier);
    if (earlier[earlier.length - 1] != '\n') {
      out.write('\n');
    }
  }

  /** Writes the present state of an object that the file has already. */
  void replace(COSDictionary existing) throws IOException {
    var key = existing.getKey();
    if (key == null) {
      throw new IllegalArgumentException("Only numbered objects can be replaced: " + existing);
    }
    begin(key.getNumber(), key.getGeneration());
    dictionary(existing);
    end();
    while (!waiting.isEmpty()) {
      var added = waiting.remove();
      begin(added.getKey(), 0);
      stream(added.getValue());
      end();
    }
  }

  /** The whole file. */
  byte[] written() throws IOException {
    if (document.isXRefStream()) {
      crossReferenceStream();
    } else {
      crossReferenceTable();
    }
    return out.toByteArray();
  }

  private void begin(long number, int generation) {
    places.put(number, new Place(generation, out.size()));
    ascii(number + " " + generation + " obj\n");
  }

  private void end() {
    ascii("\nendobj\n");
  }

  private void ascii(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void dictionary(COSDictionary dictionary) throws IOException {
    ascii("<<");
    for (var entry : dictionary.entrySet()) {
      entry.getKey().writePDF(out);
      out.write(' ');
      value(entry.getValue());
      out.write('\n');
    }
    ascii(">>");
  }

  private void stream(COSStream stream) throws IOException {
    byte[] encoded;
    try (var in = stream.createRawInputStream()) {
      encoded = in.readAllBytes();
    }
    stream.setInt(COSName.LENGTH, encoded.length);
    dictionary(stream);
    ascii("\nstream\n");
    out.writeBytes(encoded);
    ascii("\nendstream");
  }

  private void value(COSBase value) throws IOException {
    if (value instanceof COSObject reference) {
      reference(reference.getKey());
    } else if (value instanceof COSStream stream && stream.getKey() == null) {
      var number = size++;
      waiting.add(Map.entry(number, stream));
      reference(new COSObjectKey(number, 0));
    } else if (value instanceof COSDictionary || value instanceof COSArray) {
      container(value);
    } else if (value instanceof COSName name) {
      name.writePDF(out);
    } else if (value instanceof COSString string) {
      COSWriter.writeString(string, out);
    } else if (value instanceof COSInteger integer) {
      integer.writePDF(out);
    } else if (value instanceof COSFloat number) {
      number.writePDF(out);
    } else if (value instanceof COSBoolean bool) {
      bool.writePDF(out);
    } else if (value instanceof COSNull) {
      ascii("null");
    } else {
      throw new IllegalStateException("No way to write " + value);
    }
  }

  private void container(COSBase value) throws IOException {
    if (value.getKey() != null) {
      reference(value.getKey());
    } else if (value instanceof COSDictionary dictionary) {
      dictionary(dictionary);
    } else {
      out.write('[');
      for (var item : (COSArray) value) {
        value(item);
        out.write(' ');
      }
      out.write(']');
    }
  }

  private void reference(COSObjectKey key) {
    ascii(key.getNumber() + " " + key.getGeneration() + " R");
  }

  private void crossReferenceTable() throws IOException {
    var start = out.size();
    ascii("xref\n");
    for (var from = places.firstKey(); from != null; ) {
      var until = endOfRun(from);
      ascii(from + " " + (until - from) + "\n");
      for (var number = from.longValue(); number < until; number++) {
        var place = places.get(number);
        ascii("%010d %05d n\r\n".formatted(place.offset(), place.generation()));
      }
      var rest = places.tailMap(until);
      from = rest.isEmpty() ? null : rest.firstKey();
    }
    ascii("trailer\n");
    dictionary(trailer(size));
    ascii("\nstartxref\n" + start + "\n%%EOF\n");
  }

  /** ISO 32000-1, 7.5.8: a file with cross-reference streams goes on with them. */
  private void crossReferenceStream() throws IOException {
    var number = size++;
    begin(number, 0);
    var index = new COSArray();
    var table = new ByteArrayOutputStream();
    for (var entry : places.entrySet()) {
      index.add(COSInteger.get(entry.getKey()));
      index.add(COSInteger.ONE);
      var place = entry.getValue();
      table.write(1);
      for (var shift = 24; shift >= 0; shift -= 8) {
        table.write(place.offset() >> shift);
      }
      table.write(place.generation() >> 8);
      table.write(place.generation());
    }
    var head = trailer(size);
    head.setItem(COSName.TYPE, COSName.XREF);
    head.setItem(COSName.INDEX, index);
    head.setItem(COSName.W, COSArray.ofCOSIntegers(Arrays.asList(1, 4, 2)));
    head.setInt(COSName.LENGTH, table.size());
    dictionary(head);
    ascii("\nstream\n");
    table.writeTo(out);
    ascii("\nendstream");
    end();
    ascii("startxref\n" + places.get(number).offset() + "\n%%EOF\n");
  }

  private long endOfRun(long from) {
    var until = from;
    while (places.containsKey(until)) {
      until++;
    }
    return until;
  }

  private COSDictionary trailer(long newSize) {
    var next = new COSDictionary();
    next.setLong(COSName.SIZE, newSize);
    for (var kept : new COSName[] {COSName.ROOT, COSName.INFO}) {
      if (trailer.containsKey(kept)) {
        next.setItem(kept, trailer.getItem(kept));
      }
    }
    next.setLong(COSName.PREV, document.getStartXref());
    var identifier = trailer.getCOSArray(COSName.ID);
    if (identifier != null && identifier.size() == 2) {
      var renewed = new COSArray();
      renewed.add(identifier.get(0));
      renewed.add(new COSString(fingerprint()));
      next.setItem(COSName.ID, renewed);
    }
    return next;
  }

  /** ISO 32000-1, 14.4: the second identifier changes with the content. */
  private byte[] fingerprint() {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(out.toByteArray());
      return Arrays.copyOf(digest, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
