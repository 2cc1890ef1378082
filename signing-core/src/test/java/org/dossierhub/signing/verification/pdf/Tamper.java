package org.dossierhub.signing.verification.pdf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.dossierhub.signing.verification.pdf.PdfValue.Array;
import org.dossierhub.signing.verification.pdf.PdfValue.Dict;
import org.dossierhub.signing.verification.pdf.PdfValue.Name;
import org.dossierhub.signing.verification.pdf.PdfValue.Num;
import org.dossierhub.signing.verification.pdf.PdfValue.Ref;
import org.dossierhub.signing.verification.pdf.PdfValue.Text;
import org.dossierhub.signing.verification.pdf.PdfValue.Word;
import org.dossierhub.signing.verification.pdf.XrefSection.InFile;

/** Appends revisions to a PDF as an attacker would: by hand, without any program's care. */
public final class Tamper {
  private final byte[] pdf;
  private final PdfState state;
  private final Map<Integer, String> objects = new LinkedHashMap<>();
  private final Map<Integer, String> entries = new TreeMap<>();
  private String beforeXref = "";
  private String afterEof = "";
  private String extraTrailer = "";
  private int root;
  private int next;

  private Tamper(byte[] pdf) {
    this.pdf = pdf;
    var budget = new Budget(Long.MAX_VALUE, Duration.ofMinutes(5));
    this.state = new PdfFile(pdf, budget).state(pdf.length);
    this.root = ((Ref) state.trailer().get("Root")).number();
    this.next = state.integer(state.trailer(), "Size");
  }

  public static Tamper with(byte[] pdf) {
    return new Tamper(pdf);
  }

  /** Object number of a page, counted from 1. */
  public int page(int page) {
    return state.pages().get(page - 1).number();
  }

  public int pages() {
    return state.pages().size();
  }

  public int root() {
    return root;
  }

  /** Object number of a field. */
  public int field(String name) {
    return new FormFields(state).byName().get(name).number();
  }

  public int form() {
    return ((Ref) state.catalog().get("AcroForm")).number();
  }

  public int newNumber() {
    return next++;
  }

  public int offset(int number) {
    return ((InFile) state.places().get(number)).offset();
  }

  /** The dictionary of an object with one entry replaced, or removed when the value is null. */
  public Tamper set(int number, String key, String value) {
    var entries = new LinkedHashMap<String, String>();
    state
        .dict(new Ref(number, 0))
        .orElseThrow()
        .entries()
        .forEach((k, v) -> entries.put(k, text(v)));
    if (value == null) {
      entries.remove(key);
    } else {
      entries.put(key, value);
    }
    var body = new StringBuilder("<<");
    entries.forEach((k, v) -> body.append("/").append(k).append(' ').append(v).append('\n'));
    return object(number, body.append(">>").toString());
  }

  /** The value of a dictionary entry as it is written. */
  public String get(int number, String key) {
    return text(state.dict(new Ref(number, 0)).orElseThrow().get(key));
  }

  /** The same with the reference resolved. */
  public String resolved(int number, String key) {
    return text(state.resolve(state.dict(new Ref(number, 0)).orElseThrow().get(key)));
  }

  public Tamper object(int number, String body) {
    objects.put(number, body);
    next = Math.max(next, number + 1);
    return this;
  }

  public int add(String body) {
    int number = newNumber();
    object(number, body);
    return number;
  }

  public int addStream(String dictionary, String content) {
    var length = content.getBytes(StandardCharsets.ISO_8859_1).length;
    return add("<<" + dictionary + "/Length " + length + ">>\nstream\n" + content + "\nendstream");
  }

  /** A cross-reference entry of our own choice instead of an object. */
  public Tamper entry(int number, String entry) {
    entries.put(number, entry);
    return this;
  }

  public Tamper pointTo(int number, int offset) {
    return entry(number, "%010d 00000 n".formatted(offset));
  }

  public Tamper insertBeforeXref(String bytes) {
    beforeXref = bytes;
    return this;
  }

  public Tamper appendAfterEof(String bytes) {
    afterEof = bytes;
    return this;
  }

  public Tamper trailer(String more) {
    extraTrailer = more;
    return this;
  }

  public Tamper root(int number) {
    root = number;
    return this;
  }

  /** The file with the revision appended. */
  public byte[] file() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(pdf);
    out.writeBytes(latin("\n"));
    objects.forEach(
        (number, body) -> {
          entries.putIfAbsent(number, "%010d 00000 n".formatted(out.size()));
          out.writeBytes(latin(number + " 0 obj\n" + body + "\nendobj\n"));
        });
    out.writeBytes(latin(beforeXref));
    int xref = out.size();
    out.writeBytes(latin("xref\n"));
    entries.forEach((number, entry) -> out.writeBytes(latin(number + " 1\n" + entry + " \n")));
    out.writeBytes(
        latin(
            "trailer\n<</Size %d/Root %d 0 R/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n%s"
                .formatted(
                    next, root, state.chain().get(0).offset(), extraTrailer, xref, afterEof)));
    return out.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(PdfValue value) {
    if (value instanceof Word word) {
      return word.text();
    }
    if (value instanceof Num num) {
      return num.text();
    }
    if (value instanceof Name name) {
      return "/" + name.text();
    }
    if (value instanceof Ref ref) {
      return ref.number() + " " + ref.generation() + " R";
    }
    var out = new StringBuilder();
    if (value instanceof Text text) {
      for (byte b : text.bytes()) {
        out.append("%02X".formatted(b));
      }
      return "<" + out + ">";
    }
    if (value instanceof Array array) {
      array.items().forEach(item -> out.append(text(item)).append(' '));
      return "[" + out + "]";
    }
    if (value instanceof Dict dict) {
      dict.entries().forEach((k, v) -> out.append("/").append(k).append(' ').append(text(v)));
      return "<<" + out + ">>";
    }
    throw new IllegalArgumentException("A stream cannot be written into another object");
  }
}
