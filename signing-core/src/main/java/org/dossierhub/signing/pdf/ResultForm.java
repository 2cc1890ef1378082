package org.dossierhub.signing.pdf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;

/**
 * A result as a form: before the leader signs, the places for number, date, signature, seal and
 * time-stamp are reserved; afterwards the clerk fills number and date and nothing else. By these
 * field names a reader recognises the clerk's revision.
 */
public final class ResultForm {
  /** Text field of the document number and notation, for example {@code 123/QĐ-SXD}. */
  public static final String NUMBER = "DossierHub_Number";

  /** Text field of the date, for example {@code ngày 05 tháng 12 năm 2026}. */
  public static final String DATE = "DossierHub_Date";

  /** Signature field of the competent person. */
  public static final String LEADER = "DossierHub_Leader";

  /** Signature field of the agency's seal. */
  public static final String SEAL = "DossierHub_Seal";

  /** Signature field, not visible, of the time-stamp over the sealed result. */
  public static final String TIMESTAMP = "DossierHub_Timestamp";

  /** What the leader's signature leaves open: FieldMDP /Exclude, in this order. */
  public static final List<String> OPEN_AFTER_LEADER = List.of(NUMBER, DATE, SEAL, TIMESTAMP);

  /** What the seal leaves open: FieldMDP /Exclude. */
  public static final List<String> OPEN_AFTER_SEAL = List.of(TIMESTAMP);

  /** Points; the size NĐ 30/2020, Phụ lục I gives number, place and date. */
  static final float TEXT_SIZE = 13;

  private static final COSName LOCK = COSName.getPDFName("Lock");

  /** Entries that only make sense in the file the draft was read from. */
  private static final List<String> TRAILER_OF_EARLIER_FORM =
      List.of("Type", "W", "Index", "Filter", "DecodeParms", "Length", "Prev", "XRefStm");

  private ResultForm() {}

  /**
   * The draft with its places reserved, written anew as one clean revision of PDF 1.7. Refuses
   * ({@link CannotSign}) drafts that are signed, encrypted, not PDF or have active content, and
   * places that are not on an upright page.
   */
  public static byte[] reserve(byte[] pdf, ResultLayout layout) {
    try (var document = ReservedFields.open(pdf)) {
      DraftCheck.check(document, pdf);
      new Reservation(document).of(layout);
      state17(document);
      return saved(document);
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
  }

  /**
   * PDF 1.7 with the extensions for PAdES signatures and document time-stamps stated from the start
   * (EN 319 142-1, 5.1), so that no signing program has to add them afterwards.
   */
  private static void state17(PDDocument document) {
    if (document.getVersion() < 1.7f) {
      document.getDocument().setVersion(1.7f);
      document.getDocumentCatalog().setVersion("1.7");
    }
    var extension = new COSDictionary();
    extension.setName(COSName.getPDFName("BaseVersion"), "1.7");
    extension.setInt(COSName.getPDFName("ExtensionLevel"), 8);
    var extensions = new COSDictionary();
    extensions.setItem(COSName.getPDFName("ADBE"), extension);
    document
        .getDocumentCatalog()
        .getCOSObject()
        .setItem(COSName.getPDFName("Extensions"), extensions);
  }

  /**
   * A full save leaves out what no page uses any more; earlier versions and hidden objects of a
   * draft are a known way to prepare an exchange after signing (docs/threats: A4).
   */
  private static byte[] saved(PDDocument document) throws IOException {
    var trailer = document.getDocument().getTrailer();
    for (var leftover : TRAILER_OF_EARLIER_FORM) {
      trailer.removeItem(COSName.getPDFName(leftover));
    }
    var out = new ByteArrayOutputStream();
    document.save(out, CompressParameters.NO_COMPRESSION);
    return out.toByteArray();
  }

  /**
   * The result, signed by the leader, with its number and date filled in: only appended to, so that
   * the leader's signature keeps covering the same bytes. Refuses ({@link CannotSign}) files that
   * are not exactly in this state; IllegalArgumentException when the number does not fit its place
   * or has characters no Vietnamese office text has.
   */
  public static byte[] fill(byte[] leaderSigned, String number, LocalDate date) {
    var text = Normalizer.normalize(number.strip(), Normalizer.Form.NFC);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("A result cannot be issued without a number");
    }
    try (var document = ReservedFields.open(leaderSigned)) {
      var fields = ReservedFields.of(document, leaderSigned);
      fields.expectSignedByLeaderAlone();
      var increment = new Increment(document, leaderSigned);
      increment.replace(filled(document, fields.textField(NUMBER), text, VietnameseFont.UPRIGHT));
      increment.replace(
          filled(document, fields.textField(DATE), written(date), VietnameseFont.ITALIC));
      return increment.written();
    } catch (IOException e) {
      throw new CannotSign(CannotSign.Reason.NOT_A_PDF, e.getMessage(), e);
    }
  }

  private static COSDictionary filled(
      PDDocument document, PDTextField field, String text, VietnameseFont font) throws IOException {
    var fonts = field.getAcroForm().getDefaultResources();
    var widget = field.getWidgets().get(0);
    widget.setAppearance(
        Appearances.text(
            document,
            widget.getRectangle(),
            text,
            fonts.getFont(COSName.getPDFName(font.key)),
            COSName.getPDFName(font.key),
            TEXT_SIZE));
    var dictionary = field.getCOSObject();
    dictionary.setItem(COSName.V, new COSString(text));
    return dictionary;
  }

  /**
   * NĐ 30/2020, Phụ lục I: days below 10 and the months January and February are written with a
   * zero before them.
   */
  static String written(LocalDate date) {
    var month = date.getMonthValue();
    return "ngày %02d tháng %s%d năm %d"
        .formatted(date.getDayOfMonth(), month <= 2 ? "0" : "", month, date.getYear());
  }

  /** Adds the form and its fields to a draft. */
  private static final class Reservation {
    private final PDDocument document;
    private final PDAcroForm form;

    Reservation(PDDocument document) {
      this.document = document;
      this.form =
          ReservedFields.form(document)
              .orElseGet(
                  () -> {
                    var added = new PDAcroForm(document);
                    document.getDocumentCatalog().setAcroForm(added);
                    return added;
                  });
    }

    void of(ResultLayout layout) throws IOException {
      form.setNeedAppearances(false);
      form.getCOSObject().removeItem(COSName.getPDFName("NeedAppearances"));
      form.setSignaturesExist(true);
      form.setAppendOnly(true);
      addFonts();
      add(text(NUMBER, "Số và ký hiệu văn bản", VietnameseFont.UPRIGHT), layout.number());
      add(text(DATE, "Ngày ban hành văn bản", VietnameseFont.ITALIC), layout.date());
      add(
          signature(LEADER, "Chữ ký số của người có thẩm quyền", OPEN_AFTER_LEADER),
          layout.leader());
      add(signature(SEAL, "Chữ ký số của cơ quan, tổ chức", OPEN_AFTER_SEAL), layout.seal());
      addInvisible(signature(TIMESTAMP, "Dấu thời gian", List.of()));
    }

    /**
     * Helv and ZaDb are never used here, but programs that sign add them when they are missing, and
     * that addition would be a change nobody can explain.
     */
    private void addFonts() throws IOException {
      var resources = form.getDefaultResources();
      if (resources == null) {
        resources = new PDResources();
        form.setDefaultResources(resources);
      }
      resources.put(COSName.HELV, new PDType1Font(FontName.HELVETICA));
      resources.put(COSName.ZA_DB, new PDType1Font(FontName.ZAPF_DINGBATS));
      for (var font : VietnameseFont.values()) {
        resources.put(COSName.getPDFName(font.key), font.embedInto(document));
      }
      if (form.getDefaultAppearance().isEmpty()) {
        form.setDefaultAppearance("/Helv 0 Tf 0 g");
      }
    }

    private PDTextField text(String name, String label, VietnameseFont font) {
      var field = new PDTextField(form);
      field.setPartialName(name);
      field.setAlternateFieldName(label);
      field.setDefaultAppearance("/" + font.key + " " + TEXT_SIZE + " Tf 0 g");
      return field;
    }

    private PDSignatureField signature(String name, String label, List<String> open)
        throws IOException {
      var field = new PDSignatureField(form);
      field.setPartialName(name);
      field.setAlternateFieldName(label);
      if (!open.isEmpty()) {
        field.getCOSObject().setItem(LOCK, lockAllBut(open));
      }
      return field;
    }

    /** ISO 32000-1, table 233. */
    private static COSDictionary lockAllBut(List<String> open) {
      var names = new COSArray();
      open.forEach(name -> names.add(new COSString(name)));
      var lock = new COSDictionary();
      lock.setName(COSName.TYPE, "SigFieldLock");
      lock.setName(COSName.getPDFName("Action"), "Exclude");
      lock.setItem(COSName.FIELDS, names);
      return lock;
    }

    private void add(PDTerminalField field, Box box) throws IOException {
      var page = page(box);
      place(field, page, on(page, box));
    }

    /** ISO 32000-1, 12.7.4.5: a signature that is not shown has a place without size. */
    private void addInvisible(PDTerminalField field) throws IOException {
      place(field, document.getPage(document.getNumberOfPages() - 1), new PDRectangle());
    }

    private void place(PDTerminalField field, PDPage page, PDRectangle place) throws IOException {
      var widget = field.getWidgets().get(0);
      widget.setRectangle(place);
      widget.setPage(page);
      widget.setPrinted(true);
      widget.setAppearance(Appearances.empty(document, place));
      page.getAnnotations().add(widget);
      form.getFields().add(field);
    }

    private PDPage page(Box box) {
      var pages = document.getNumberOfPages();
      if (box.page() > pages) {
        throw misplaced("page " + box.page() + " of " + pages);
      }
      return document.getPage(box.page() == Box.LAST_PAGE ? pages - 1 : box.page() - 1);
    }

    private static PDRectangle on(PDPage page, Box box) {
      if (page.getRotation() != 0) {
        throw misplaced("the page is turned by " + page.getRotation() + " degrees");
      }
      var shown = page.getCropBox();
      if (box.right() > shown.getWidth() + 0.5f || box.top() > shown.getHeight() + 0.5f) {
        throw misplaced(
            box + " on a page of " + shown.getWidth() + "×" + shown.getHeight() + " points");
      }
      return new PDRectangle(
          shown.getLowerLeftX() + box.x(),
          shown.getLowerLeftY() + box.y(),
          box.width(),
          box.height());
    }

    private static CannotSign misplaced(String detail) {
      return new CannotSign(CannotSign.Reason.PLACE_OUTSIDE_PAGE, detail);
    }
  }
}
