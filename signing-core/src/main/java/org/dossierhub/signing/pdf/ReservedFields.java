package org.dossierhub.signing.pdf;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;

/** Reads how far a result has come, from the fields that were reserved in it. */
final class ReservedFields {
  private final PDDocument document;
  private final int length;

  private ReservedFields(PDDocument document, int length) {
    this.document = document;
    this.length = length;
  }

  /** A file that PDFBox can read and that is not encrypted. */
  static PDDocument open(byte[] pdf) {
    PDDocument document;
    try {
      document = Loader.loadPDF(pdf);
    } catch (InvalidPasswordException e) {
      throw new CannotSign(CannotSign.Reason.ENCRYPTED, "a password is needed to open it", e);
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
    if (document.isEncrypted()) {
      close(document);
      throw new CannotSign(CannotSign.Reason.ENCRYPTED, "found an encryption dictionary");
    }
    if (document.getNumberOfPages() == 0) {
      close(document);
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, "it has no page");
    }
    return document;
  }

  private static void close(PDDocument document) {
    try {
      document.close();
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
  }

  static ReservedFields of(PDDocument document, byte[] pdf) {
    return new ReservedFields(document, pdf.length);
  }

  static Optional<PDAcroForm> form(PDDocument document) {
    return Optional.ofNullable(document.getDocumentCatalog().getAcroForm(null));
  }

  PDSignatureField signatureField(String name) {
    if (field(name) instanceof PDSignatureField found) {
      return found;
    }
    throw missing(name);
  }

  PDTextField textField(String name) {
    if (field(name) instanceof PDTextField found) {
      return found;
    }
    throw missing(name);
  }

  private PDField field(String name) {
    return form(document).map(form -> form.getField(name)).orElse(null);
  }

  private static CannotSign missing(String name) {
    return new CannotSign(CannotSign.Reason.FIELDS_MISSING, "expected the field " + name);
  }

  /** Nothing is signed and nothing is filled in yet. */
  void expectReserved() {
    if (hasSignatures()) {
      throw new CannotSign(CannotSign.Reason.ALREADY_SIGNED, "found a signature");
    }
    expectEmpty(ResultForm.NUMBER);
    expectEmpty(ResultForm.DATE);
    signatureField(ResultForm.LEADER);
    signatureField(ResultForm.SEAL);
    signatureField(ResultForm.TIMESTAMP);
  }

  /** The leader's signature is the only one and the last thing in the file. */
  void expectSignedByLeaderAlone() {
    expectLeader();
    expectEmpty(ResultForm.NUMBER);
    expectEmpty(ResultForm.DATE);
    if (endOf(signatureField(ResultForm.LEADER)) != length) {
      throw new CannotSign(
          CannotSign.Reason.OUT_OF_ORDER, "something was written after the leader's signature");
    }
  }

  /** Signed by the leader, number and date filled in, not sealed. */
  void expectFilled() {
    expectLeader();
    for (var name : List.of(ResultForm.NUMBER, ResultForm.DATE)) {
      if (textField(name).getValue().isBlank()) {
        throw new CannotSign(CannotSign.Reason.OUT_OF_ORDER, "the field " + name + " is empty");
      }
    }
  }

  /** Whether this is a sealed result whose reserved time-stamp is still empty. */
  boolean awaitsTimestamp() {
    if (!(field(ResultForm.TIMESTAMP) instanceof PDSignatureField stamp) || signed(stamp)) {
      return false;
    }
    if (!signed(signatureField(ResultForm.SEAL))) {
      throw new CannotSign(CannotSign.Reason.OUT_OF_ORDER, "the result is not sealed");
    }
    return true;
  }

  /** Whether the last signature in the file is a time-stamp, so that it covers all others. */
  boolean endsWithTimestamp() throws IOException {
    var last =
        document.getSignatureDictionaries().stream()
            .filter(signature -> signature.getByteRange().length == 4)
            .max(Comparator.comparing(signature -> signature.getByteRange()[2]));
    return last.isPresent() && "ETSI.RFC3161".equals(last.get().getSubFilter());
  }

  private void expectLeader() {
    if (!signed(signatureField(ResultForm.LEADER))) {
      throw new CannotSign(CannotSign.Reason.OUT_OF_ORDER, "the leader has not signed");
    }
    if (signed(signatureField(ResultForm.SEAL))) {
      throw new CannotSign(CannotSign.Reason.ALREADY_SIGNED, "the seal is there already");
    }
  }

  private void expectEmpty(String name) {
    if (!textField(name).getValue().isBlank()) {
      throw new CannotSign(CannotSign.Reason.OUT_OF_ORDER, "the field " + name + " is filled in");
    }
  }

  /** Whether any signature field has a value, however odd the value is. */
  boolean hasSignatures() {
    var form = form(document);
    if (form.isEmpty()) {
      return false;
    }
    for (var field : form.get().getFieldTree()) {
      if (field instanceof PDSignatureField signature && signed(signature)) {
        return true;
      }
    }
    return false;
  }

  static boolean signed(PDSignatureField field) {
    return field.getCOSObject().containsKey(COSName.V);
  }

  private static long endOf(PDSignatureField field) {
    var value = field.getCOSObject().getDictionaryObject(COSName.V);
    var range =
        value instanceof COSDictionary signature ? signature.getCOSArray(COSName.BYTERANGE) : null;
    return range == null || range.size() != 4 ? -1 : (long) range.getInt(2) + range.getInt(3);
  }
}
