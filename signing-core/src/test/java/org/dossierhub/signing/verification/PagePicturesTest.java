package org.dossierhub.signing.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dossierhub.signing.verification.World.ANCHORS;
import static org.dossierhub.signing.verification.World.NOW;
import static org.dossierhub.signing.verification.World.signingAt;
import static org.dossierhub.signing.verification.World.token;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.verification.pdf.PagePictures;
import org.dossierhub.signing.verification.pdf.Tamper;
import org.junit.jupiter.api.Test;

/** Where a page was changed after a signature, people see it as it was and as it is. */
class PagePicturesTest {
  private static final String BLACK_BOX = "0 0 0 rg 100 100 300 300 re f";

  private static Examined examine(byte[] document) {
    return new VerifyDocument(
            ANCHORS,
            World.revocationAt(NOW.plusSeconds(60)),
            Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC))
        .examine("tệp thử.pdf", document);
  }

  private static List<Proof> pictures(Examined examined) {
    return examined.proofs().stream().filter(proof -> proof.kind().isPicture()).toList();
  }

  private static BufferedImage image(Proof proof) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(proof.bytes()));
  }

  /** Pages without anything on them. */
  private static byte[] blank(int pages, PDRectangle size) throws IOException {
    try (var document = new PDDocument()) {
      for (int i = 0; i < pages; i++) {
        document.addPage(new PDPage(size));
      }
      var out = new ByteArrayOutputStream();
      document.save(out);
      return out.toByteArray();
    }
  }

  private static byte[] blackened(byte[] signed, int... pages) {
    var tamper = Tamper.with(signed);
    int box = tamper.addStream("", BLACK_BOX);
    for (var page : pages) {
      tamper.set(tamper.page(page), "Contents", box + " 0 R");
    }
    return tamper.file();
  }

  @Test
  void a_page_changed_by_a_later_signature_of_the_same_agency_is_shown_before_and_after()
      throws IOException {
    var signed = signingAt(NOW.minusSeconds(3600)).sign(DecisionPdf.draft(), token("clerk-seal"));
    var sealedAgain =
        signingAt(NOW.minusSeconds(1800)).sign(blackened(signed, 1), token("clerk-seal"));

    var examined = examine(sealedAgain);

    assertThat(examined.report().verdict())
        .as(examined.report().summary())
        .isEqualTo(Verdict.INDETERMINATE);
    assertThat(pictures(examined))
        .extracting(Proof::kind)
        .containsExactly(Proof.Kind.PAGE_BEFORE, Proof.Kind.PAGE_AFTER);
    assertThat(pictures(examined)).extracting(Proof::label).containsExactly("1", "1");
    var before = image(pictures(examined).get(0));
    var after = image(pictures(examined).get(1));
    assertThat(after.getWidth()).isEqualTo(before.getWidth());
    int x = after.getWidth() * 250 / 595;
    int y = after.getHeight() - after.getHeight() * 250 / 842;
    assertThat(after.getRGB(x, y)).isEqualTo(0xFF000000);
    assertThat(before.getRGB(x, y)).isNotEqualTo(0xFF000000);
    assertThat(examined.report()).isEqualTo(World.verify(sealedAgain));
  }

  @Test
  void only_changed_pages_are_drawn_each_small_and_not_more_than_a_few() throws IOException {
    var huge = new PDRectangle(14_400, 14_400);
    var signed = signingAt(NOW.minusSeconds(3600)).sign(blank(12, huge), token("leader"));

    var examined = examine(blackened(signed, 2, 4, 5, 6, 7, 8, 9, 10));

    assertThat(examined.report().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(pictures(examined))
        .extracting(Proof::label)
        .containsExactly(
            "2", "2", "4", "4", "5", "5", "6", "6", "7", "7", "8", "8", "9", "9", "10", "10");
    var drawn = pictures(examined).stream().filter(picture -> picture.bytes().length > 0).toList();
    assertThat(drawn).hasSizeBetween(1, 2 * PagePictures.MOST_PAGES);
    for (var picture : drawn) {
      assertThat((long) image(picture).getWidth() * image(picture).getHeight())
          .isLessThanOrEqualTo(1_010_000);
    }
  }

  @Test
  void what_the_signatures_permit_needs_no_picture() {
    assertThat(pictures(examine(World.sealed()))).isEmpty();
  }

  @Test
  void pages_whose_drawing_broke_off_are_named() throws IOException {
    var signed = signingAt(NOW.minusSeconds(3600)).sign(blank(2, PDRectangle.A4), token("leader"));
    var whole = examine(blackened(signed, 1, 2));
    var first = pictures(whole).get(0);

    var rest = Examination.withoutThePicturesMissing(whole.report(), List.of(first));

    assertThat(rest.report()).isEqualTo(whole.report());
    assertThat(rest.proofs()).extracting(Proof::label).containsExactly("1", "1", "2", "2");
    assertThat(rest.proofs().get(0)).isSameAs(first);
    assertThat(rest.proofs().subList(1, 4)).allMatch(proof -> proof.bytes().length == 0);
  }
}
