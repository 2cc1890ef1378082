package org.dossierhub.signing.pdf;

import eu.europa.esig.dss.enumerations.MimeTypeEnum;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.pades.PAdESCommonParameters;
import eu.europa.esig.dss.pdf.PDFServiceMode;
import eu.europa.esig.dss.pdf.PdfDocumentReader;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxDocumentReader;
import eu.europa.esig.dss.pdf.pdfbox.PdfBoxSignatureService;
import eu.europa.esig.dss.pdf.pdfbox.visible.nativedrawer.PdfBoxNativeSignatureDrawerFactory;
import eu.europa.esig.dss.spi.DSSUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;

/**
 * Appends one signature to a PDF through DSS and PDFBox, with three things neither does by itself:
 * a certifying signature keeps DocMDP <em>and</em> FieldMDP (DSS overwrites one with the other when
 * the field has a /Lock), a reserved field keeps its place and gets its picture (PDFBox makes it
 * invisible), and the value is put into its hole in one copy. One instance per signature.
 */
final class AppendRevision extends PdfBoxSignatureService {
  private static final float STAMP_SIZE = 10;
  private static final float STAMP_HEIGHT = 14;
  private static final float STAMP_MARGIN = Box.points(10);

  private final Mark mark;
  private PDSignature signature;
  private COSArray certification;
  private PDRectangle place;

  AppendRevision(PDFServiceMode mode, Mark mark) {
    super(mode, new PdfBoxNativeSignatureDrawerFactory());
    this.mark = mark;
  }

  @Override
  protected PDSignature createSignatureDictionary(
      PDDocument document, PAdESCommonParameters parameters) {
    signature = super.createSignatureDictionary(document, parameters);
    certification = signature.getCOSObject().getCOSArray(COSName.REFERENCE);
    place = field(document).map(field -> field.getWidgets().get(0).getRectangle()).orElse(null);
    return signature;
  }

  private Optional<PDSignatureField> field(PDDocument document) {
    return mark.field()
        .map(
            name ->
                (PDSignatureField) document.getDocumentCatalog().getAcroForm(null).getField(name));
  }

  @Override
  protected void digitalSignatureEnhancement(
      PdfDocumentReader reader, PAdESCommonParameters parameters) {
    super.digitalSignatureEnhancement(reader, parameters);
    keepCertification();
    var document = ((PdfBoxDocumentReader) reader).getPDDocument();
    field(document).ifPresent(field -> restorePlace(document, field));
    mark.text().ifPresent(text -> write(document, text));
  }

  /** ISO 32000-1, 12.8.1: /Reference holds one entry per transform method. */
  private void keepCertification() {
    var references = signature.getCOSObject().getCOSArray(COSName.REFERENCE);
    if (references == null) {
      return;
    }
    var all = new COSArray();
    if (certification != null && certification != references) {
      all.addAll(certification);
    }
    all.addAll(references);
    all.forEach(AppendRevision::onlyInPlace);
    all.setDirect(true);
    signature.getCOSObject().setItem(COSName.REFERENCE, all);
  }

  /** What is written inside the signature dictionary is not written once more beside it. */
  private static void onlyInPlace(COSBase reference) {
    if (reference instanceof COSDictionary dictionary) {
      dictionary.setDirect(true);
      dictionary.setNeedToBeUpdated(false);
      var parameters = dictionary.getCOSDictionary(COSName.TRANSFORM_PARAMS);
      if (parameters != null) {
        parameters.setDirect(true);
        parameters.setNeedToBeUpdated(false);
      }
    }
  }

  private void restorePlace(PDDocument document, PDSignatureField field) {
    var widget = field.getWidgets().get(0);
    widget.setRectangle(place);
    try {
      var picture =
          mark.image().isPresent()
              ? Appearances.picture(document, place, mark.image().get())
              : Appearances.empty(document, place);
      widget.setAppearance(picture);
    } catch (IOException e) {
      throw new UncheckedIOException("The picture cannot be put into " + field, e);
    }
  }

  /** NĐ 30/2020, Phụ lục I: at the upper right of the first page, upright, 10 points, black. */
  private void write(PDDocument document, String text) {
    try {
      var font = VietnameseFont.UPRIGHT.embedInto(document);
      var width = Appearances.width(text, font, STAMP_SIZE);
      var page = document.getPage(0).getCropBox();
      var place =
          new PDRectangle(
              Math.max(page.getLowerLeftX(), page.getUpperRightX() - STAMP_MARGIN - width),
              page.getUpperRightY() - STAMP_MARGIN - STAMP_HEIGHT,
              width,
              STAMP_HEIGHT);
      var widget = newField(document).getWidgets().get(0);
      widget.setRectangle(place);
      widget.setAppearance(
          Appearances.text(
              document,
              place,
              text,
              font,
              COSName.getPDFName(VietnameseFont.UPRIGHT.key),
              STAMP_SIZE));
    } catch (IOException e) {
      throw new UncheckedIOException("The text cannot be written on the first page", e);
    }
  }

  private PDSignatureField newField(PDDocument document) throws IOException {
    return document.getSignatureFields().stream()
        .filter(
            field ->
                field.getCOSObject().getDictionaryObject(COSName.V) == signature.getCOSObject())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("The new signature has no field"));
  }

  @Override
  public DSSDocument sign(DSSDocument document, byte[] cms, PAdESCommonParameters parameters) {
    var prepared = parameters.getPdfSignatureCache().getToBeSignedDocument();
    if (prepared == null) {
      throw new IllegalStateException("The revision was not prepared before it was signed");
    }
    parameters.reinit();
    var signed =
        new InMemoryDocument(PreparedRevision.of(DSSUtils.toByteArray(prepared)).with(cms));
    signed.setMimeType(MimeTypeEnum.PDF);
    return signed;
  }
}
