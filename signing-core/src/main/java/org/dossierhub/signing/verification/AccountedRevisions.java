package org.dossierhub.signing.verification;

import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.pades.validation.PdfRevision;
import eu.europa.esig.dss.pades.validation.PdfSignatureDictionary;
import eu.europa.esig.dss.pades.validation.PdfSignatureField;
import eu.europa.esig.dss.pades.validation.dss.PdfCompositeDssDictionary;
import eu.europa.esig.dss.pdf.PDFServiceMode;
import eu.europa.esig.dss.pdf.PdfDocDssRevision;
import eu.europa.esig.dss.pdf.PdfDocTimestampRevision;
import eu.europa.esig.dss.pdf.PdfDssDict;
import eu.europa.esig.dss.pdf.PdfSignatureRevision;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxDocumentReader;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxNativeObjectFactory;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxSignatureService;
import eu.europa.esig.dss.pdf.pdfbox.visible.nativedrawer.PdfBoxNativeSignatureDrawerFactory;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.x509.tsp.TimestampToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.dossierhub.signing.verification.pdf.PdfExamination;
import org.dossierhub.signing.verification.pdf.SignedRange;

/**
 * Tells the library the signatures and revisions of a PDF as our own reading has accounted for
 * them, where the library would search the bytes one by one, read every revision several times and
 * compare each with the end of the file. Only for files in which our reading found nothing that the
 * signatures do not permit ({@link PdfExamination#isAccountedFor()}); and where the library sees
 * the least thing otherwise, {@link Otherwise} is thrown and it has to go its own way.
 */
final class AccountedRevisions extends PdfBoxSignatureService {
  private static final byte[] END_OF_FILE = {'%', '%', 'E', 'O', 'F'};

  private final byte[] bytes;
  private final LibraryPdf opened;
  private final List<SignedRange> signatures;
  private final Map<Integer, Integer> before = new HashMap<>();
  private final Map<Integer, Optional<PdfDssDict>> stores = new HashMap<>();
  private final PartDigests digests;

  AccountedRevisions(byte[] bytes, LibraryPdf opened, PdfExamination examination) {
    super(PDFServiceMode.SIGNATURE, new PdfBoxNativeSignatureDrawerFactory());
    this.bytes = bytes;
    this.opened = opened;
    this.signatures =
        examination.signatures().stream()
            .sorted(Comparator.comparingInt(SignedRange::end).reversed())
            .toList();
    var beginnings = new TreeSet<Integer>();
    for (var signature : signatures) {
      int end = endBefore(bytes, signature.byteRange().get(1));
      before.put(signature.end(), end);
      beginnings.add(end);
    }
    this.digests =
        new PartDigests(
            bytes, beginnings, signatures.stream().map(SignedRange::byteRange).toList());
  }

  /** The library sees a file otherwise than our own reading. */
  static final class Otherwise extends RuntimeException {
    private static final long serialVersionUID = 1;

    Otherwise(String what) {
      super(what);
    }
  }

  PartDigests digests() {
    return digests;
  }

  /** Gives this to the library wherever it looks at a PDF. */
  PdfBoxNativeObjectFactory factory() {
    return new PdfBoxNativeObjectFactory() {
      @Override
      public eu.europa.esig.dss.pdf.PDFSignatureService newPAdESSignatureService() {
        return AccountedRevisions.this;
      }
    };
  }

  @Override
  public List<PdfRevision> getRevisions(DSSDocument document, char[] password) {
    try {
      var reader = opened.reader();
      var found =
          new HashMap<List<Integer>, Map.Entry<PdfSignatureDictionary, List<PdfSignatureField>>>();
      for (var entry : reader.extractSigDictionaries().entrySet()) {
        var range = entry.getKey().getByteRange().toBigIntegerList();
        found.put(range.stream().map(java.math.BigInteger::intValueExact).toList(), entry);
      }
      if (found.size() != signatures.size()) {
        throw new Otherwise(found.size() + " signatures instead of " + signatures.size());
      }
      return revisions(found, reader.getDSSDictionary());
    } catch (IOException e) {
      throw new Otherwise(e.getMessage());
    }
  }

  /** From the newest to the oldest. */
  private List<PdfRevision> revisions(
      Map<List<Integer>, Map.Entry<PdfSignatureDictionary, List<PdfSignatureField>>> found,
      PdfDssDict newest) {
    var revisions = new ArrayList<PdfRevision>();
    var proofs = new PdfCompositeDssDictionary();
    proofs.populateFromDssDictionary(newest);
    var store = newest;
    for (var signature : signatures) {
      var entry = found.get(signature.byteRange());
      if (entry == null) {
        throw new Otherwise("no signature over " + signature.byteRange());
      }
      var dictionary = entry.getKey();
      expectSame(signature, dictionary, entry.getValue());
      store = olderStore(revisions, proofs, store, signature.end());
      int end = before.get(signature.end());
      var covered = PartOfFile.covered(bytes, signature.byteRange(), digests);
      var beginning = PartOfFile.beginning(bytes, end, digests);
      var coversAll = signature.end() == bytes.length;
      if (isDocTimestamp(dictionary)) {
        revisions.add(
            new PdfDocTimestampRevision(
                dictionary, entry.getValue(), covered, beginning, coversAll));
      } else if (isSignature(dictionary)) {
        var stored = revisions.stream().anyMatch(PdfDocDssRevision.class::isInstance);
        revisions.add(
            new PdfSignatureRevision(
                dictionary,
                proofs,
                stored ? newest : null,
                entry.getValue(),
                covered,
                beginning,
                coversAll));
      } else {
        throw new Otherwise("neither signature nor time-stamp: " + signature.field());
      }
      store = olderStore(revisions, proofs, store, end);
    }
    return revisions;
  }

  private void expectSame(
      SignedRange signature, PdfSignatureDictionary dictionary, List<PdfSignatureField> fields) {
    if (fields.size() != 1 || !signature.field().equals(fields.get(0).getFieldName())) {
      throw new Otherwise("another field than " + signature.field());
    }
    if (isDocTimestamp(dictionary) != signature.timestamp()) {
      throw new Otherwise("another kind of signature in " + signature.field());
    }
    if (!isWritten(dictionary.getContents(), signature)) {
      throw new Otherwise("another value in " + signature.field());
    }
    dictionary.getByteRange().setValid(true);
    // a later revision that changes a dictionary is not accounted for
    dictionary.checkConsistency(dictionary);
  }

  /** Whether this is what stands, as hexadecimal digits, where the signature leaves off. */
  private boolean isWritten(byte[] value, SignedRange signature) {
    int at = signature.byteRange().get(1) + 1;
    if (2 * value.length != signature.byteRange().get(2) - 1 - at) {
      return false;
    }
    for (byte one : value) {
      if (Character.digit(bytes[at++], 16) != (one >> 4 & 0xF)
          || Character.digit(bytes[at++], 16) != (one & 0xF)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Puts down the document security store as soon as an older revision has another one, or none.
   *
   * @return that of the older revision
   */
  private PdfDssDict olderStore(
      List<PdfRevision> revisions, PdfCompositeDssDictionary proofs, PdfDssDict newer, int end) {
    if (newer == null || end == bytes.length || end == 0) {
      // a store that was taken away is not accounted for
      return newer;
    }
    var older = stores.computeIfAbsent(end, this::storeAt);
    if (older.isEmpty() || !newer.equals(older.get())) {
      proofs.populateFromDssDictionary(newer);
      revisions.add(new PdfDocDssRevision(proofs, newer));
    }
    return older.orElse(null);
  }

  private Optional<PdfDssDict> storeAt(int end) {
    var revision = new InMemoryDocument(Arrays.copyOf(bytes, end));
    try (var reader = new PdfBoxDocumentReader(revision)) {
      return Optional.ofNullable(reader.getDSSDictionary());
    } catch (IOException e) {
      throw new Otherwise("the revision of " + end + " bytes cannot be read: " + e.getMessage());
    }
  }

  /** Nothing to find: our own reading found it, and is stricter. */
  @Override
  public void analyzePdfModifications(
      DSSDocument document, List<AdvancedSignature> all, char[] password) {
    // see above
  }

  @Override
  public void analyzeTimestampPdfModifications(
      DSSDocument document, List<TimestampToken> all, char[] password) {
    // see above
  }

  /** Behind the last %%EOF, with the end of its line, that stands before this offset; else 0. */
  static int endBefore(byte[] bytes, int offset) {
    for (int i = offset - END_OF_FILE.length; i >= 0; i--) {
      if (bytes[i] == '%'
          && Arrays.equals(bytes, i, i + END_OF_FILE.length, END_OF_FILE, 0, END_OF_FILE.length)
          && (i == 0 || bytes[i - 1] == '\n' || bytes[i - 1] == '\r')) {
        int end = i + END_OF_FILE.length;
        if (end < offset && bytes[end] == '\r') {
          end++;
          return end < offset && bytes[end] == '\n' ? end + 1 : end;
        }
        return end < offset && bytes[end] == '\n' ? end + 1 : end;
      }
    }
    return 0;
  }
}
