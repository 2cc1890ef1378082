package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.junit.jupiter.api.Test;

/**
 * Hazard A4 by objects that are two things at once: what one role permits to be changed, the other
 * shows on a page. Prepared before the first signature, used after it.
 */
class ObjectsInTwoRolesTest {
  private static final String FORM = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]";
  private static final String NOTHING = "q Q                           ";
  private static final String BLACK = "0 0 0 rg 100 100 300 300 re f ";
  private static final String PAGE = "/Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]";

  private static final String FONT = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";

  private static String stream(String dictionary, String data) {
    return "<<" + dictionary + "/Length " + data.length() + ">>stream\n" + data + "\nendstream";
  }

  /** Two pages; the first draws /Fm0, the second has a text where the first is empty. */
  private static byte[] signed(Map<Integer, String> others) {
    var objects = new TreeMap<Integer, String>();
    objects.put(1, "<</Type/Catalog/Pages 2 0 R>>");
    objects.put(2, "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>");
    objects.put(3, "<<" + PAGE + "/Resources<</XObject<</Fm0 7 0 R>>>>/Contents 5 0 R>>");
    objects.put(4, "<<" + PAGE + "/Resources<<" + FONT + ">>/Contents 6 0 R>>");
    objects.put(5, stream("", "/Fm0 Do"));
    objects.put(6, stream("", "BT /F1 30 Tf 100 500 Td (100) Tj ET"));
    objects.put(7, stream(FORM, NOTHING));
    objects.putAll(others);
    var out = new ByteArrayOutputStream();
    out.writeBytes(latin("%PDF-1.7\n"));
    var table = new StringBuilder("0000000000 65535 f \n");
    objects.forEach(
        (number, body) -> {
          table.append("%010d 00000 n \n".formatted(out.size()));
          out.writeBytes(latin(number + " 0 obj\n" + body + "\nendobj\n"));
        });
    int xref = out.size();
    int size = objects.lastKey() + 1;
    out.writeBytes(latin("xref\n0 " + size + "\n" + table));
    out.writeBytes(latin("trailer\n<</Size " + size + "/Root 1 0 R>>\n"));
    out.writeBytes(latin("startxref\n" + xref + "\n%%EOF\n"));
    return RawSigner.of("citizen").claiming(World.NOW.minusSeconds(60)).sign(out.toByteArray());
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** An empty store of proofs, which anybody may add. */
  private static byte[] withProofs(Tamper tamper) {
    return tamper.set(tamper.root(), "DSS", "<</Type/DSS>>").file();
  }

  private static void expectNoPass(byte[] file) {
    var report = verify(file);
    assertThat(report.signatures()).isNotEmpty();
    assertThat(report.signatures().get(0).verdict()).as(report.summary()).isNotEqualTo(VALID);
  }

  @Test
  void a4_a_page_tree_that_serves_as_resources_brings_no_other_ones() {
    var first =
        signed(
            Map.of(
                2,
                "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2/XObject<</Fm0 7 0 R>>>>",
                3,
                "<<" + PAGE + "/Resources 2 0 R/Contents 5 0 R>>"));
    assertThat(verify(withProofs(Tamper.with(first))).verdict()).isEqualTo(VALID);

    var attack = Tamper.with(first);
    int other = attack.addStream(FORM, BLACK);
    expectNoPass(withProofs(attack.set(2, "XObject", "<</Fm0 " + other + " 0 R>>")));
    expectNoPass(withProofs(Tamper.with(first).object(7, stream(FORM, BLACK))));
  }

  @Test
  void a4_a_page_or_a_field_that_is_a_stream_as_well_shows_nothing_else_later() {
    var page = PAGE + "/Resources<<>>/Contents 6 0 R/Subtype/Form/BBox[0 0 600 800]";
    var asPage =
        signed(
            Map.of(
                3,
                "<<" + PAGE + "/Resources<</XObject<</Fm0 4 0 R>>>>/Contents 5 0 R>>",
                4,
                stream(page, NOTHING)));
    expectNoPass(withProofs(Tamper.with(asPage).object(4, stream(page, BLACK))));

    var field = FORM + "/FT/Tx/T(x)";
    var asField =
        signed(
            Map.of(
                1,
                "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]>>>>",
                7,
                stream(field, NOTHING)));
    expectNoPass(withProofs(Tamper.with(asField).object(7, stream(field, BLACK))));
  }

  @Test
  void a4_what_a_later_signer_may_write_into_a_page_is_not_drawn_on_another() {
    var first =
        signed(
            Map.of(
                3,
                "<<" + PAGE + "/Resources<</XObject 4 0 R>>/Contents 5 0 R>>",
                4,
                "<<" + PAGE + "/Resources<<>>/Contents 6 0 R/PieceInfo 7 0 R>>",
                5,
                stream("", "/PieceInfo Do")));

    expectNoPass(
        RawSigner.of("company").sign(Tamper.with(first).object(7, stream(FORM, BLACK)).file()));
  }

  @Test
  void a4_a_signature_field_does_not_switch_what_is_seen() {
    var stamp = "<</Type/Annot/Subtype/Stamp/Rect[100 100 400 400]/AP<</N 7 0 R>>/OC 8 0 R>>";
    var first =
        signed(
            Map.of(
                1,
                "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[8 0 R]/SigFlags 3>>"
                    + "/OCProperties<</OCGs[9 0 R]/D<</ON[9 0 R]>>>>>>",
                3,
                "<<" + PAGE + "/Resources<<>>/Contents 6 0 R/Annots[10 0 R]>>",
                7,
                stream(FORM, BLACK),
                8,
                "<</Type/OCMD/OCGs[9 0 R]/P/AllOff/FT/Sig/T(Second)/Subtype/Widget/Rect[0 0 0 0]>>",
                9,
                "<</Type/OCG/Name(a)>>",
                10,
                stamp));

    expectNoPass(second(Tamper.with(first).set(8, "P", "/AllOn").file(), document -> {}));
  }

  @Test
  void a3_a_reference_to_a_generation_that_is_not_in_use_leads_nowhere() {
    var first = signed(Map.of());
    expectNoPass(withProofs(Tamper.with(first).set(3, "Contents", "5 1 R")));
    expectNoPass(withProofs(Tamper.with(first).set(2, "Kids", "[3 0 R 4 1 R]")));
  }

  @Test
  void a4_a_later_signature_is_looked_at_on_every_page_that_shows_it() {
    var first = signed(Map.of());

    assertThat(verify(second(first, document -> place(document, 0))).verdict()).isEqualTo(VALID);
    expectNoPass(second(first, document -> place(document, 0, 1)));
  }

  @Test
  void a4_a_later_signature_does_not_cover_letters_that_are_drawn_as_outlines() {
    var outlines = new StringBuilder("3 w 90 490 100 80 re S\n");
    for (int i = 0; i < 8; i++) {
      int x = 100 + 10 * i;
      outlines.append("%d 510 m %d 510 %d 530 %d 530 c ".formatted(x, x + 8, x + 8, x));
      outlines.append("%d 530 %d 510 %d 510 c f\n".formatted(x - 4, x - 4, x));
    }
    var first = signed(Map.of(5, stream("", outlines.toString())));

    expectNoPass(second(first, document -> place(document, 0)));
    var framed = signed(Map.of(5, stream("", "1 w 90 490 100 80 re S")));
    assertThat(verify(second(framed, document -> place(document, 0))).verdict()).isEqualTo(VALID);
  }

  @Test
  void a4_a_later_signature_does_not_cover_glyphs_without_letters() {
    var font =
        "/Font<</F1<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts["
            + "<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica/CIDSystemInfo"
            + "<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor"
            + "<</Type/FontDescriptor/FontName/Helvetica/Flags 4>>>>]>>>>";
    var first =
        signed(
            Map.of(
                3,
                "<<" + PAGE + "/Resources<<" + font + ">>/Contents 5 0 R>>",
                5,
                stream("", "BT /F1 40 Tf 92 510 Td <002400250026> Tj ET")));

    expectNoPass(second(first, document -> place(document, 0)));
  }

  @Test
  void a5_a_later_signature_brings_no_action() {
    var report =
        verify(
            second(
                signed(Map.of()),
                document -> {
                  var script = new COSDictionary();
                  script.setName("S", "JavaScript");
                  script.setString("JS", "app.alert(1)");
                  var actions = new COSDictionary();
                  actions.setItem("PV", script);
                  last(document).getCOSObject().setItem("AA", actions);
                }));

    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo("SIGNATURE_NOT_PERMITTED");
  }

  private static PDSignatureField last(PDDocument document) {
    return document.getSignatureFields().get(document.getSignatureFields().size() - 1);
  }

  /** One widget, listed on several pages: empty paper on the first, a text on the second. */
  private static void place(PDDocument document, int... pages) {
    var widget = last(document).getWidgets().get(0);
    widget.setRectangle(new PDRectangle(90, 490, 100, 80));
    try {
      for (var page : document.getPages()) {
        var annotations = new java.util.ArrayList<>(page.getAnnotations());
        annotations.removeIf(one -> one.getCOSObject() == widget.getCOSObject());
        page.setAnnotations(annotations);
      }
      for (int number : pages) {
        var page = document.getPage(number);
        var annotations = new java.util.ArrayList<>(page.getAnnotations());
        annotations.add(new PDAnnotationWidget(widget.getCOSObject()));
        page.setAnnotations(annotations);
        page.getCOSObject().setNeedToBeUpdated(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs the field "Second" if there is one, else a new one. */
  private static byte[] second(byte[] pdf, Consumer<PDDocument> change) {
    try (var document = Loader.loadPDF(pdf)) {
      var signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      var reserved = document.getDocumentCatalog().getAcroForm(null).getField("Second");
      if (reserved != null) {
        reserved.getCOSObject().setItem(COSName.V, signature);
        reserved.getCOSObject().setNeedToBeUpdated(true);
      }
      document.addSignature(signature);
      change.accept(document);
      last(document).getCOSObject().setNeedToBeUpdated(true);
      var out = new ByteArrayOutputStream();
      var pending = document.saveIncrementalForExternalSigning(out);
      pending.setSignature(RawSigner.of("company").cms(pending.getContent().readAllBytes(), false));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
