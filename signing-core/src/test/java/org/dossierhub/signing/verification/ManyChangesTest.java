package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.Verdict.INVALID;
import static org.dossierhub.signing.verification.Verdict.UNSIGNED;
import static org.dossierhub.signing.verification.Verdict.VALID;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.sealed;
import static org.dossierhub.signing.verification.World.signedByLeader;
import static org.dossierhub.signing.verification.World.signingAt;
import static org.dossierhub.signing.verification.World.token;
import static org.dossierhub.signing.verification.World.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.junit.jupiter.api.Test;

/**
 * Hazards A3 to A7 once more, by what a reader would notice: pages turned, cut or numbered anew, a
 * signature that looks otherwise, files and scripts brought in, on whatever page.
 */
class ManyChangesTest {
  private static final byte[] BY_CITIZEN =
      signingAt(NOW).sign(DecisionPdf.draft(), token("citizen"));

  /** A document of many pages, each with its number on it. */
  private static byte[] pages(int count) throws IOException {
    try (var document = new PDDocument()) {
      var font = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
      for (int i = 1; i <= count; i++) {
        var page = new PDPage();
        document.addPage(page);
        try (var content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(font, 40);
          content.newLineAtOffset(100, 500);
          content.showText("Trang " + i);
          content.endText();
        }
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  @Test
  void a6_a_change_on_any_page_of_many_is_found_and_named() throws IOException {
    var signed = signingAt(NOW.minusSeconds(60)).sign(pages(120), token("leader"));
    assertThat(verify(signed).verdict()).isEqualTo(VALID);

    for (int page : new int[] {1, 10, 11, 12, 120}) {
      var tamper = Tamper.with(signed);
      int other = tamper.addStream("", "0 0 0 rg 100 100 300 300 re f");

      var report = verify(tamper.set(tamper.page(page), "Contents", other + " 0 R").file());

      assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
      assertThat(report.changes())
          .as("page " + page)
          .anyMatch(change -> change.page() == page && !change.allowed());
    }
  }

  private static Map<String, UnaryOperator<Tamper>> changes() {
    var changes = new LinkedHashMap<String, UnaryOperator<Tamper>>();
    changes.put("page turned", page("Rotate", "180"));
    changes.put("page cut", page("CropBox", "[0 400 595 842]"));
    changes.put("page made larger", page("MediaBox", "[0 0 2000 2000]"));
    changes.put("page in other units", page("UserUnit", "3"));
    changes.put("resources exchanged", page("Resources", "<</ProcSet[/PDF]>>"));
    changes.put("something done when the page opens", page("AA", "<</O<</S/JavaScript/JS(x)>>>>"));
    changes.put(
        "transparency group on the page", page("Group", "<</S/Transparency/CS/DeviceCMYK>>"));
    changes.put("page no longer in the tree of its parent", page("Parent", "null"));
    changes.put("data of a program on the page", page("PieceInfo", "<</X<</Private(x)>>>>"));
    changes.put("tabulator in another order", page("Tabs", "/S"));
    changes.put("page changed at another time", page("LastModified", "(D:20300101000000Z)"));
    changes.put("pages numbered anew", root("PageLabels", "<</Nums[0<</S/r/St 900>>]>>"));
    changes.put("opened elsewhere", root("OpenAction", "<</S/URI/URI(http://127.0.0.1/)>>"));
    changes.put("outline", root("Outlines", "<</Type/Outlines/Count 0>>"));
    changes.put("files brought in", root("Names", "<</EmbeddedFiles<</Names[]>>>>"));
    changes.put("portfolio", root("Collection", "<</View/H/D(other.pdf)>>"));
    changes.put("layers", root("OCProperties", "<</OCGs[]/D<</BaseState/OFF>>>>"));
    changes.put(
        "another text for those who hear it", root("StructTreeRoot", "<</Type/StructTreeRoot>>"));
    changes.put("another version", root("Version", "/2.0"));
    changes.put("permissions taken away or given", root("Perms", "<</UR3<<>>>>"));
    changes.put("viewer told to hide its bars", root("ViewerPreferences", "<</HideMenubar true>>"));
    changes.put("extensions", root("Extensions", "<</XYZ<</BaseVersion/1.7/ExtensionLevel 8>>>>"));
    changes.put(
        "a revision in which nothing is new",
        tamper -> tamper.set(tamper.root(), "Pages", tamper.get(tamper.root(), "Pages")));
    changes.put("associated files", root("AF", "[<</Type/Filespec/F(a.xml)>>]"));
    changes.put("a store with something else in it", root("DSS", "<</Page<</Type/Page>>>>"));
    changes.put("form data of another kind", form("XFA", "(<xdp/>)"));
    changes.put("form told how to look", form("DA", "(/Helv 0 Tf 1 g)"));
    changes.put("form said to have no signatures", form("SigFlags", "0"));
    changes.put("order of calculations", form("CO", "[]"));
    changes.put(
        "signature that looks otherwise",
        tamper -> {
          int look =
              tamper.addStream(
                  "/Type/XObject/Subtype/Form/BBox[0 0 500 100]", "1 0 0 rg 0 0 500 100 re f");
          return tamper.set(signatureField(tamper), "AP", "<</N " + look + " 0 R>>");
        });
    changes.put(
        "signature moved", tamper -> tamper.set(signatureField(tamper), "Rect", "[10 10 300 300]"));
    changes.put("signature hidden", tamper -> tamper.set(signatureField(tamper), "F", "2"));
    changes.put("signature renamed", tamper -> tamper.set(signatureField(tamper), "T", "(Other)"));
    changes.put(
        "signature with a value of another",
        tamper -> tamper.set(signatureField(tamper), "V", tamper.root() + " 0 R"));
    changes.put(
        "signature with an action",
        tamper -> tamper.set(signatureField(tamper), "A", "<</S/Launch/F(calc.exe)>>"));
    changes.put(
        "bytes between the objects", tamper -> tamper.insertBeforeXref("% added\n1 0 obj\n"));
    changes.put(
        "an object that nothing leads to",
        tamper -> {
          tamper.addStream("", "1 1 1 rg 0 0 900 900 re f");
          return tamper;
        });
    changes.put(
        "an encryption dictionary", tamper -> tamper.trailer("/Encrypt<</Filter/Standard>>"));
    changes.put("a stream of cross-references", tamper -> tamper.trailer("/XRefStm 10"));
    changes.put("an object freed", tamper -> tamper.entry(tamper.page(1), "0000000000 65535 f"));
    return changes;
  }

  private static int signatureField(Tamper tamper) {
    var fields =
        tamper.get(tamper.form(), "Fields").replaceAll("[\\[\\]]", "").strip().split(" R *");
    for (var field : fields) {
      int number = Integer.parseInt(field.strip().split(" ")[0]);
      if (tamper.get(number, "FT").equals("/Sig")) {
        return number;
      }
    }
    throw new IllegalStateException("No signature in the form");
  }

  private static UnaryOperator<Tamper> page(String key, String value) {
    return tamper -> tamper.set(tamper.page(1), key, value);
  }

  private static UnaryOperator<Tamper> root(String key, String value) {
    return tamper -> tamper.set(tamper.root(), key, value);
  }

  private static UnaryOperator<Tamper> form(String key, String value) {
    return tamper -> tamper.set(tamper.form(), key, value);
  }

  @Test
  void none_of_many_changes_after_a_signature_passes() {
    var bases = Map.of("citizen's", BY_CITIZEN, "leader's", signedByLeader(), "sealed", sealed());
    for (var base : bases.entrySet()) {
      for (var change : changes().entrySet()) {
        if (base.getValue() == BY_CITIZEN && change.getKey().matches("(form|signature|order).*")) {
          continue; // its form stands within the catalogue
        }
        var file = change.getValue().apply(Tamper.with(base.getValue())).file();

        var report = verify(file);

        assertThat(report.verdict())
            .as("%s, %s: %s", base.getKey(), change.getKey(), report.summary())
            .isNotIn(VALID, UNSIGNED);
      }
    }
  }

  @Test
  void annotations_drawn_in_another_order_do_not_pass() {
    var tamper = Tamper.with(sealed());
    var annotations = tamper.resolved(tamper.page(1), "Annots").replaceAll("[\\[\\]]", "").strip();
    var references = new ArrayList<>(List.of(annotations.split("(?<=R) ")));
    assertThat(references).hasSizeGreaterThan(1);
    Collections.reverse(references);

    var report =
        verify(
            tamper.set(tamper.page(1), "Annots", "[" + String.join(" ", references) + "]").file());

    assertThat(report.verdict()).as(report.summary()).isEqualTo(INVALID);
    assertThat(report.reason()).isEqualTo("ANNOTATION_CHANGED");
  }

  @Test
  void none_of_many_changes_within_the_signed_bytes_passes() {
    var text = new String(sealed(), StandardCharsets.ISO_8859_1);
    var replaced = new LinkedHashMap<String, String>();
    replaced.put("/Type/Sig", "/Type/Gis");
    replaced.put("/Type /Sig", "/Type /Gis");
    replaced.put("/ByteRange", "/ByteRangf");
    replaced.put("/Contents <", "/Contentz <");
    replaced.put("/Contents<", "/Contentz<");
    replaced.put("/ETSI.CAdES.detached", "/ETSI.CAdES.detachee");
    replaced.put("/SigFlags 3", "/SigFlags 0");
    replaced.put("startxref", "startxreg");
    replaced.put("%%EOF", "%%EOG");
    replaced.put("/DocMDP", "/DocMDQ");
    replaced.put("/FieldMDP", "/FieldMDQ");
    int tried = 0;
    for (var change : replaced.entrySet()) {
      for (int at = text.indexOf(change.getKey());
          at >= 0;
          at = text.indexOf(change.getKey(), at + 1)) {
        var file =
            text.substring(0, at)
                + change.getValue()
                + text.substring(at + change.getKey().length());

        var report = verify(file.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(report.verdict())
            .as("%s at %d: %s", change.getKey(), at, report.summary())
            .isNotIn(VALID, UNSIGNED);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(10);
  }
}
