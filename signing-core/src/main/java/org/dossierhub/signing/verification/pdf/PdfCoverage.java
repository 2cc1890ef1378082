package org.dossierhub.signing.verification.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.dossierhub.signing.verification.pdf.PdfChange.Kind;
import org.dossierhub.signing.verification.pdf.PdfChange.Rule;

/**
 * Whether every byte of a PDF is accounted for by its signatures: finds the signatures in the raw
 * bytes, compares the document at each signature with what came after, accounts for the bytes in
 * between, and lets PDFBox read the same and compares. Nothing here says whether a signature is
 * genuine; that is for the validation beside it.
 */
public final class PdfCoverage {
  private static final long MOST_STEPS = 200_000_000;
  private static final double LARGEST_SIGNATURE = 0.25;
  private static final int MOST_READINGS = 4;

  private final PdfFile file;
  private final byte[] bytes;
  private final List<PdfChange> changes = new ArrayList<>();
  private final Set<Integer> changedObjects = new HashSet<>();
  private final Map<Integer, SecondReading> readings = new LinkedHashMap<>();
  private final OpenPdf whole;
  private String disagreement;

  private PdfCoverage(byte[] pdf, OpenPdf whole, Budget budget) {
    this.bytes = pdf;
    this.whole = whole;
    this.file = new PdfFile(pdf, budget);
  }

  /** The file asks for more work than it is worth. */
  public static final class TooMuchWork extends Exception {
    private static final long serialVersionUID = 1;

    TooMuchWork(Throwable cause) {
      super(cause);
    }
  }

  /** PDFBox's reading of the whole file, kept by whoever asks. */
  public interface OpenPdf {
    PDDocument document() throws IOException;
  }

  /**
   * @param whole asked for when it is needed, and left open
   * @param patience time of the processor after which the examination is given up
   */
  public static PdfExamination examine(byte[] pdf, OpenPdf whole, Duration patience)
      throws TooMuchWork {
    var coverage = new PdfCoverage(pdf, whole, new Budget(MOST_STEPS, patience));
    try {
      return coverage.examine();
    } catch (Budget.Spent | StackOverflowError e) {
      throw new TooMuchWork(e);
    } finally {
      coverage.closeReadings();
    }
  }

  private PdfExamination examine() {
    PdfState last;
    FormFields fields;
    List<SignedRange> signatures;
    boolean removed;
    try {
      last = file.state(bytes.length);
      fields = new FormFields(last);
      var reader = new SignatureReader(last, fields);
      signatures = reader.signatures();
      removed = reader.someWereRemoved(signatures);
    } catch (NotReadable e) {
      return new PdfExamination(
          List.of(), false, List.of(), Optional.of(e.getMessage()), false, List.of());
    }
    if (headerOffset() != 0) {
      disagree("the file does not begin with %PDF-");
    }
    var encrypted = last.trailer().has("Encrypt");
    try {
      compare(signatures);
      secondReading(last, signatures);
    } catch (NotReadable e) {
      disagree(e.getMessage());
    }
    var proofs = encrypted ? List.<PdfProof>of() : proofs(last);
    return new PdfExamination(
        signatures, removed, changes, Optional.ofNullable(disagreement), encrypted, proofs);
  }

  private List<PdfProof> proofs(PdfState state) {
    var proofs = new ArrayList<PdfProof>();
    try {
      var store = state.dict(state.catalog().get("DSS"));
      if (store.isPresent()) {
        add(state, store.get(), "Certs", PdfProof.Kind.CERTIFICATE, proofs);
        add(state, store.get(), "CRLs", PdfProof.Kind.REVOCATION_LIST, proofs);
        add(state, store.get(), "OCSPs", PdfProof.Kind.OCSP_ANSWER, proofs);
      }
    } catch (NotReadable e) {
      disagree(e.getMessage());
    }
    return proofs;
  }

  private static void add(
      PdfState state, PdfValue.Dict store, String key, PdfProof.Kind kind, List<PdfProof> proofs) {
    for (var entry : state.array(store.get(key))) {
      if (!(state.resolve(entry) instanceof PdfValue.Stream stream)) {
        throw new NotReadable("An entry of /" + key + " is not a stream");
      }
      proofs.add(new PdfProof(kind, state.file().unpack(stream, state.length(stream))));
    }
  }

  private int headerOffset() {
    return file.at(0).looksAt("%PDF-") ? 0 : -1;
  }

  private void disagree(String what) {
    if (disagreement == null) {
      disagreement = what;
    }
  }

  /** Each signature with the next, and the last with the end of the file. */
  private void compare(List<SignedRange> signatures) {
    for (int i = 0; i < signatures.size(); i++) {
      var signature = signatures.get(i);
      if (signature.unreadable().isPresent()) {
        continue;
      }
      var next =
          i + 1 < signatures.size()
              ? Optional.of(signatures.get(i + 1))
              : Optional.<SignedRange>empty();
      int end = next.map(SignedRange::end).orElse(bytes.length);
      if (next.isPresent() && end == signature.end()) {
        changes.add(new PdfChange(i, i + 1, Kind.STRUCTURE, 0, Rule.FORBIDDEN, "ByteRange"));
      } else if (next.isEmpty() && onlySpace(signature.end(), end)) {
        if (!isLineEnd(bytes, signature.end())) {
          changes.add(new PdfChange(i, -1, Kind.BYTES, 0, Rule.DOUBTFUL, "padding"));
        }
      } else if (!onlySpace(signature.end(), end)) {
        compare(
            i, next.isPresent() ? i + 1 : -1, file.state(signature.end()), file.state(end), next);
      }
    }
  }

  /**
   * Whether nothing but the end of a line follows, which programs that copy files may add; other
   * filling was written by somebody after the signature.
   */
  public static boolean isLineEnd(byte[] bytes, int from) {
    if (bytes.length - from > 2) {
      return false;
    }
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] != '\r' && bytes[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  private boolean onlySpace(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!PdfSyntax.isSpace(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private void compare(
      int after, int by, PdfState before, PdfState now, Optional<SignedRange> covering) {
    for (var problem : AppendedBytes.problems(before, now)) {
      changes.add(new PdfChange(after, by, Kind.BYTES, 0, Rule.FORBIDDEN, problem));
    }
    var comparison = new RevisionComparison(before, now, covering, after, by);
    var found = comparison.changes();
    changes.addAll(found);
    if (covering.isEmpty() && found.isEmpty()) {
      // written after the last signature by nobody who signed, and for nothing that can be seen
      changes.add(new PdfChange(after, by, Kind.BYTES, 0, Rule.DOUBTFUL, "nothing"));
    }
    for (var entry : now.places().entrySet()) {
      if (!entry.getValue().equals(before.places().get(entry.getKey()))) {
        changedObjects.add(entry.getKey());
      }
    }
    if (found.stream().anyMatch(change -> change.kind() == Kind.NUMBER_AND_DATE)) {
      lookAtFilled(now, after, by);
    }
    var shown = comparison.newlyShown();
    if (!shown.isEmpty()) {
      lookUnder(comparison, shown, before, after, by);
    }
  }

  /** What a filled field shows has to be what it says. */
  private void lookAtFilled(PdfState now, int after, int by) {
    try {
      var reading = reading(now.end());
      for (var name : RevisionComparison.CLERK_FIELDS) {
        if (!FilledField.showsItsValue(reading.document(), name)) {
          changes.add(new PdfChange(after, by, Kind.FORM_FIELD, 0, Rule.FORBIDDEN, name));
        }
      }
    } catch (IOException e) {
      disagree("PDFBox cannot read the revision of " + now.end() + " bytes: " + e.getMessage());
    }
  }

  /**
   * A signature or a filled field may lie over empty paper and over signatures, not over what a
   * page says.
   */
  private void lookUnder(
      RevisionComparison comparison,
      List<RevisionComparison.Shown> shown,
      PdfState before,
      int after,
      int by) {
    try {
      var document = reading(before.end()).document();
      var covering = new ArrayList<RevisionComparison.Shown>();
      var onPages = new TreeMap<Integer, List<RevisionComparison.Shown>>();
      for (var place : shown) {
        if (place.page() == 0 || place.page() > document.getNumberOfPages()) {
          continue;
        }
        if (isTooLarge(place, document.getPage(place.page() - 1))
            || comparison.othersOn(place.page(), place.field()).stream()
                .anyMatch(other -> overlap(other, place.rectangle()))) {
          covering.add(place);
        } else {
          onPages.computeIfAbsent(place.page(), page -> new ArrayList<>()).add(place);
        }
      }
      for (var page : onPages.entrySet()) {
        var places = page.getValue();
        var below =
            PageInk.below(
                document,
                page.getKey(),
                places.stream().map(RevisionComparison.Shown::rectangle).toList());
        for (int i = 0; i < places.size(); i++) {
          if (below.get(i)) {
            covering.add(places.get(i));
          }
        }
      }
      for (var place : shown) {
        if (covering.contains(place)) {
          changes.add(
              new PdfChange(after, by, Kind.COVERING, place.page(), Rule.DOUBTFUL, place.field()));
        }
      }
    } catch (IOException e) {
      disagree("PDFBox cannot read the revision of " + before.end() + " bytes: " + e.getMessage());
    }
  }

  private static boolean isTooLarge(RevisionComparison.Shown place, PDPage page) {
    var box = page.getCropBox();
    var rectangle = place.rectangle();
    var area = (rectangle[2] - rectangle[0]) * (rectangle[3] - rectangle[1]);
    return area > LARGEST_SIGNATURE * box.getWidth() * box.getHeight();
  }

  private static boolean overlap(double[] some, double[] other) {
    return some[0] < other[2] && other[0] < some[2] && some[1] < other[3] && other[1] < some[3];
  }

  private void secondReading(PdfState last, List<SignedRange> signatures) {
    if (signatures.isEmpty()) {
      return;
    }
    Map<Integer, PdfState> states = new HashMap<>();
    states.put(bytes.length, last);
    for (var signature : signatures) {
      if (signature.unreadable().isEmpty() && !onlySpace(signature.end(), bytes.length)) {
        states.put(signature.end(), file.state(signature.end()));
      }
    }
    for (var entry : states.entrySet()) {
      var until =
          signatures.stream()
              .filter(s -> s.unreadable().isPresent() || s.end() <= entry.getKey())
              .toList();
      var objects = new HashSet<>(changedObjects);
      entry.getValue().pages().forEach(page -> objects.add(page.number()));
      objects.remove(0);
      try {
        reading(entry.getKey())
            .disagreement(entry.getValue(), until, objects)
            .ifPresent(this::disagree);
      } catch (IOException e) {
        disagree("PDFBox cannot read the file: " + e.getMessage());
      }
    }
  }

  /** PDFBox's reading of the first so many bytes; the last few are kept for the next question. */
  private SecondReading reading(int end) throws IOException {
    if (end == bytes.length) {
      return SecondReading.of(whole.document());
    }
    var known = readings.get(end);
    if (known != null) {
      return known;
    }
    if (readings.size() >= MOST_READINGS) {
      readings.remove(readings.keySet().iterator().next()).close();
    }
    var reading = SecondReading.of(bytes, end);
    readings.put(end, reading);
    return reading;
  }

  private void closeReadings() {
    for (var reading : readings.values()) {
      try {
        reading.close();
      } catch (IOException e) {
        throw new UncheckedIOException("What is only in memory cannot be closed", e);
      }
    }
  }
}
