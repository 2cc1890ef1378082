package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;

/**
 * The one signature by which a PDF differs from what it was before. Says what was signed and how
 * the signature locks the file; whether its value and certificate are any good is for the
 * verification to say.
 *
 * @param field the reserved field that was signed
 * @param certifies the permission P of a DocMDP signature (ISO 32000-1, 12.8.2.2), empty for an
 *     approval signature
 * @param lock the fields that a FieldMDP lock leaves open when it locks all others (ISO 32000-1,
 *     12.8.2.4, action Exclude); empty when there is no such lock
 */
public record AddedSignature(String field, OptionalInt certifies, Optional<List<String>> lock) {
  private static final COSName TRANSFORM_METHOD = COSName.getPDFName("TransformMethod");
  private static final COSName TRANSFORM_PARAMS = COSName.getPDFName("TransformParams");
  private static final COSName ACTION = COSName.getPDFName("Action");

  public AddedSignature {
    lock = lock.map(List::copyOf);
  }

  /**
   * Compares two states of a file: the later one has to begin with the earlier one, byte for byte;
   * what follows has to be one signature in a field that was there and empty; that signature has to
   * cover the whole file; and nothing else that a reader can reach from the catalogue may differ,
   * on no page and in no field.
   */
  public static AddedSignature between(byte[] earlier, byte[] later) throws NotOneSignature {
    if (later.length < earlier.length
        || Arrays.mismatch(earlier, 0, earlier.length, later, 0, earlier.length) >= 0) {
      throw new NotOneSignature(
          NotOneSignature.Reason.OTHER_FILE, "the later file does not begin with the earlier one");
    }
    if (later.length == earlier.length) {
      throw new NotOneSignature(NotOneSignature.Reason.NOTHING_SIGNED, "the files are the same");
    }
    try (var before = Loader.loadPDF(earlier);
        var after = Loader.loadPDF(later)) {
      return between(before, after, earlier.length, later);
    } catch (IOException | RuntimeException e) {
      // The parser answers broken files with many kinds of runtime exceptions; they all mean the
      // same here.
      throw new NotOneSignature(NotOneSignature.Reason.MORE_CHANGED, "unreadable: " + e);
    }
  }

  /** How many pages a file has; CannotSign when it cannot be read. */
  public static int pages(byte[] pdf) {
    try (var document = Loader.loadPDF(pdf)) {
      return document.getNumberOfPages();
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
  }

  private static AddedSignature between(
      PDDocument before, PDDocument after, int earlierLength, byte[] later)
      throws NotOneSignature, IOException {
    var earlierFields = signatureFields(before);
    var added =
        signatureFields(after).entrySet().stream()
            .filter(e -> e.getValue().containsKey(COSName.V))
            .filter(e -> !isSigned(earlierFields.get(e.getKey())))
            .toList();
    if (added.isEmpty()) {
      throw new NotOneSignature(
          NotOneSignature.Reason.NOTHING_SIGNED, "no signature field got a value");
    }
    if (added.size() > 1) {
      throw new NotOneSignature(
          NotOneSignature.Reason.SEVERAL_SIGNATURES,
          "signed were " + added.stream().map(Map.Entry::getKey).toList());
    }
    var name = added.get(0).getKey();
    var field = earlierFields.get(name);
    if (field == null) {
      throw changed("the signed field " + name + " was not reserved");
    }
    var signature = added.get(0).getValue().getCOSDictionary(COSName.V);
    if (signature == null) {
      throw changed("the value of " + name + " is no dictionary");
    }
    needWholeFile(signature, earlierLength, later);
    var difference = new SameButForSignature(before, after, field, signature).firstDifference();
    if (difference.isPresent()) {
      throw changed(difference.get());
    }
    return new AddedSignature(name, certifies(signature), lock(signature));
  }

  private static boolean isSigned(COSDictionary field) {
    return field != null && field.containsKey(COSName.V);
  }

  private static Map<String, COSDictionary> signatureFields(PDDocument document)
      throws NotOneSignature {
    var fields = new HashMap<String, COSDictionary>();
    var form = document.getDocumentCatalog().getAcroForm(null);
    if (form != null) {
      for (var field : form.getFieldTree()) {
        if (field instanceof PDSignatureField
            && fields.put(field.getFullyQualifiedName(), field.getCOSObject()) != null) {
          throw changed("two fields are named " + field.getFullyQualifiedName());
        }
      }
    }
    return fields;
  }

  /**
   * The byte range is everything but the hole, the hole is the value and nothing else, and lies in
   * what was appended.
   */
  private static void needWholeFile(COSDictionary signature, int earlierLength, byte[] later)
      throws NotOneSignature {
    var range = signature.getCOSArray(COSName.BYTERANGE);
    if (range == null
        || range.size() != 4
        || range.getInt(0) != 0
        || range.getInt(1) < earlierLength
        || range.getInt(2) <= range.getInt(1) + 1
        || (long) range.getInt(2) + range.getInt(3) != later.length) {
      throw changed("the signature does not cover the whole file");
    }
    int open = range.getInt(1);
    int close = range.getInt(2) - 1;
    if (later[open] != '<' || later[close] != '>') {
      throw changed("the signature leaves out more than its own value");
    }
    try {
      var hole = new String(later, open + 1, close - open - 1, StandardCharsets.US_ASCII);
      if (!(signature.getDictionaryObject(COSName.CONTENTS) instanceof COSString value)
          || !Arrays.equals(value.getBytes(), COSString.parseHex(hole).getBytes())) {
        throw changed("the signature leaves out something else than its own value");
      }
    } catch (IOException e) {
      throw changed("the value of the signature is not hexadecimal");
    }
  }

  private static OptionalInt certifies(COSDictionary signature) {
    return transform(signature, "DocMDP")
        .map(parameters -> OptionalInt.of(parameters.getInt(COSName.P, 2)))
        .orElse(OptionalInt.empty());
  }

  private static Optional<List<String>> lock(COSDictionary signature) {
    return transform(signature, "FieldMDP")
        .filter(parameters -> "Exclude".equals(parameters.getNameAsString(ACTION)))
        .map(parameters -> parameters.getCOSArray(COSName.FIELDS))
        .map(COSArray::toCOSStringStringList);
  }

  private static Optional<COSDictionary> transform(COSDictionary signature, String method) {
    var references = signature.getCOSArray(COSName.REFERENCE);
    for (int i = 0; references != null && i < references.size(); i++) {
      if (references.getObject(i) instanceof COSDictionary reference
          && method.equals(reference.getNameAsString(TRANSFORM_METHOD))) {
        return Optional.ofNullable(reference.getCOSDictionary(TRANSFORM_PARAMS));
      }
    }
    return Optional.empty();
  }

  private static NotOneSignature changed(String detail) {
    return new NotOneSignature(NotOneSignature.Reason.MORE_CHANGED, detail);
  }
}
