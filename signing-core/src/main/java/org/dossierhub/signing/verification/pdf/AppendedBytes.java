package org.dossierhub.signing.verification.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dossierhub.signing.verification.pdf.PdfValue.Stream;
import org.dossierhub.signing.verification.pdf.XrefSection.InFile;
import org.dossierhub.signing.verification.pdf.XrefSection.InStream;

/**
 * Accounts for the bytes between two lengths of a file: only objects that the new cross-reference
 * sections list, those sections, and the line ends and marks between them. A program that reads the
 * file from the front, and one that follows the cross-references, then find the same.
 */
final class AppendedBytes {
  private static final int LONGEST_COMMENT = 128;

  private final PdfState before;
  private final PdfState after;
  private final List<XrefSection> added = new ArrayList<>();
  private final Map<Integer, Integer> numberAt = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private AppendedBytes(PdfState before, PdfState after) {
    this.before = before;
    this.after = after;
  }

  /** What is not accounted for; empty if everything is. */
  static List<String> problems(PdfState before, PdfState after) {
    var accounting = new AppendedBytes(before, after);
    accounting.sections();
    if (accounting.problems.isEmpty()) {
      accounting.places();
      accounting.walk();
    }
    return accounting.problems;
  }

  /** The newer document must go on from the older one, and not around it. */
  private void sections() {
    for (var section : after.chain()) {
      if (section.offset() >= before.end()) {
        added.add(section);
      }
    }
    var older = after.chain().subList(added.size(), after.chain().size());
    if (!older.stream()
        .map(XrefSection::offset)
        .toList()
        .equals(before.chain().stream().map(XrefSection::offset).toList())) {
      problems.add("the new cross-references do not continue those of the signed revision");
    }
    if (added.stream().anyMatch(section -> section.hybrid().isPresent())) {
      problems.add("hybrid cross-references in a later revision");
    }
  }

  private void places() {
    for (var section : added) {
      for (var entry : section.places().entrySet()) {
        if (entry.getValue().equals(before.places().get(entry.getKey()))) {
          continue; // some programs write the whole table again
        }
        if (entry.getValue() instanceof InFile inFile) {
          if (inFile.offset() < before.end() || inFile.offset() >= after.end()) {
            problems.add("object " + entry.getKey() + " now points into another revision");
          } else {
            numberAt.put(inFile.offset(), entry.getKey());
          }
        } else if (entry.getValue() instanceof InStream inStream && !isNew(inStream.stream())) {
          problems.add("object " + entry.getKey() + " now points into an older object stream");
        }
      }
    }
  }

  private boolean isNew(int objectStream) {
    return added.stream()
        .map(section -> section.places().get(objectStream))
        .anyMatch(place -> place instanceof InFile inFile && inFile.offset() >= before.end());
  }

  private void walk() {
    Map<Integer, XrefSection> sectionAt = new HashMap<>();
    added.forEach(section -> sectionAt.put(section.offset(), section));
    Set<Integer> met = new HashSet<>();
    var file = after.file();
    int at = before.end();
    while (problems.isEmpty()) {
      at = space(at);
      if (at >= after.end()) {
        break;
      }
      file.budget().spend(1);
      if (sectionAt.containsKey(at)) {
        at = behindEndobj(sectionAt.get(at).end());
      } else if (numberAt.containsKey(at)) {
        met.add(at);
        at = behind(at, numberAt.get(at));
      } else if (file.at(at).looksAt("startxref")) {
        var syntax = file.at(at + "startxref".length());
        syntax.integer();
        at = syntax.at();
      } else if (file.at(at).looksAt("%%EOF")) {
        at += "%%EOF".length();
      } else {
        problems.add("unaccounted bytes at offset " + at);
      }
    }
    if (problems.isEmpty() && met.size() != numberAt.size()) {
      problems.add("the cross-references name offsets inside other objects");
    }
  }

  private int behind(int offset, int number) {
    var object = after.file().object(offset);
    if (object.number() != number) {
      problems.add("object " + number + " is not where the cross-references say");
      return after.end();
    }
    if (object.value() instanceof Stream stream) {
      return behindEndobj(after.file().endOfStream(stream, after.length(stream)));
    }
    return behindEndobj(object.end());
  }

  private int behindEndobj(int at) {
    var syntax = after.file().at(Math.min(at, after.end() - 1));
    syntax.skipSpaceOnly();
    return syntax.takes("endobj") ? syntax.at() : at;
  }

  /** Skips white space and short comments; a comment that begins another file is none. */
  private int space(int from) {
    var bytes = after.file().bytes();
    int at = from;
    while (at < after.end()) {
      if (PdfSyntax.isSpace(bytes[at])) {
        at++;
        continue;
      }
      if (bytes[at] != '%'
          || after.file().at(at).looksAt("%%EOF")
          || after.file().at(at).looksAt("%PDF-")) {
        return at;
      }
      int end = at;
      while (end < after.end() && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      if (end - at > LONGEST_COMMENT) {
        return at;
      }
      at = end;
    }
    return at;
  }
}
