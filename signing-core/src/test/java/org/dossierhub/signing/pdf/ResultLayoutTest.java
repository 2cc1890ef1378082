package org.dossierhub.signing.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.junit.jupiter.api.Test;

class ResultLayoutTest {
  private static final float MM = 72 / 25.4f;

  @Test
  void the_seal_covers_a_third_of_the_signature_at_its_left_and_stands_in_the_same_height() {
    var layout = ResultLayout.decision();
    var leader = layout.leader();
    var seal = layout.seal();

    assertThat(seal.width()).isEqualTo(36 * MM, within(0.1f)).isEqualTo(seal.height());
    assertThat(seal.right() - leader.x()).isEqualTo(leader.width() / 3, within(0.1f));
    assertThat(seal.x()).isLessThan(leader.x());
    assertThat(seal.y() + seal.height() / 2)
        .isEqualTo(leader.y() + leader.height() / 2, within(0.1f));
  }

  @Test
  void finds_the_places_by_the_printed_words() {
    var found = ResultLayout.of(DecisionPdf.draft(), "NGUYỄN THỊ  MINH AN");

    // "Số:" and "Bình Minh," are printed with their base line at 254.26 mm
    assertThat(found.number().page()).isEqualTo(1);
    assertThat(found.number().x()).isBetween(45 * MM, 50 * MM);
    assertThat(base(found.number())).isEqualTo(254.26f * MM, within(0.5f));
    assertThat(found.date().x()).isBetween(130 * MM, 137 * MM);
    assertThat(base(found.date())).isEqualTo(254.26f * MM, within(0.5f));
    // the name at 36 mm, the title at 68 mm, both about 150 mm
    assertThat(found.leader().page()).isEqualTo(Box.LAST_PAGE);
    assertThat(found.leader().x() + found.leader().width() / 2).isEqualTo(150 * MM, within(1f));
    assertThat(found.leader().y()).isGreaterThan(39 * MM);
    assertThat(found.leader().top()).isLessThan(68 * MM);
    assertThat(found.leader().height()).isGreaterThan(20 * MM);
  }

  private static float base(Box box) {
    return box.y() + (box.height() - 0.65f * 13) / 2;
  }

  @Test
  void what_the_draft_does_not_show_stands_at_its_usual_place() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var document = new PDDocument()) {
      document.addPage(new PDPage(PDRectangle.A4));
      document.save(out);
    }
    assertThat(ResultLayout.of(out.toByteArray(), "Ai Đó")).isEqualTo(ResultLayout.decision());
    assertThat(ResultLayout.of(DecisionPdf.draft(), "Ai Đó").leader())
        .isEqualTo(ResultLayout.decision().leader());
  }

  @Test
  void refuses_boxes_that_are_no_place() {
    assertThatThrownBy(() -> new Box(0, 1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Box(1, 1, 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Box(1, -1, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Box(1, Float.NaN, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
