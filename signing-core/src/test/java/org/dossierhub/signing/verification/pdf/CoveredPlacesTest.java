package org.dossierhub.signing.verification.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import org.dossierhub.signing.pdf.Box;
import org.dossierhub.signing.pdf.DecisionPdf;
import org.dossierhub.signing.pdf.ResultForm;
import org.dossierhub.signing.pdf.ResultLayout;
import org.junit.jupiter.api.Test;

class CoveredPlacesTest {
  private static final String LEADER = "Nguyễn Thị Minh An";

  @Test
  void places_found_by_the_printed_words_cover_nothing() {
    var draft = DecisionPdf.draft();

    assertThat(CoveredPlaces.of(ResultForm.reserve(draft, ResultLayout.of(draft, LEADER))))
        .isEmpty();
  }

  @Test
  void a_place_over_the_text_of_a_draft_is_named_with_page_and_words() {
    var draft = DecisionPdf.draft();
    var usual = ResultLayout.of(draft, LEADER);
    var overTitle = Box.millimetres(1, 60, 239, 100, 6.5f);

    var covered =
        CoveredPlaces.of(
            ResultForm.reserve(
                draft, new ResultLayout(overTitle, usual.date(), usual.leader(), usual.seal())));

    assertThat(covered)
        .containsExactly(new CoveredPlaces.Covered(ResultForm.NUMBER, 1, "QUYẾT ĐỊNH"));
  }

  @Test
  void a_signature_over_the_name_is_covered_and_a_seal_is_free_to_lie_over_it() {
    var draft = DecisionPdf.draft();
    var usual = ResultLayout.of(draft, LEADER);
    var overName = Box.millimetres(Box.LAST_PAGE, 125, 30, 50, 22);

    var covered =
        CoveredPlaces.of(
            ResultForm.reserve(
                draft, new ResultLayout(usual.number(), usual.date(), overName, overName)));

    assertThat(covered)
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.field()).isEqualTo(ResultForm.LEADER);
              assertThat(one.words()).contains(LEADER);
            });
  }

  @Test
  void number_and_date_on_the_same_place_are_covered_both() {
    var draft = DecisionPdf.draft();
    var usual = ResultLayout.of(draft, LEADER);

    assertThat(
            CoveredPlaces.of(
                ResultForm.reserve(
                    draft,
                    new ResultLayout(
                        usual.number(), usual.number(), usual.leader(), usual.seal()))))
        .extracting(CoveredPlaces.Covered::field)
        .containsExactlyInAnyOrder(ResultForm.NUMBER, ResultForm.DATE);
  }

  @Test
  void a_place_over_a_block_of_a_scanned_page_is_covered_and_over_its_paper_is_not() {
    var scan = DecisionPdf.scan();
    var overBlock = new Box(1, 90, 600, 100, 20);
    var paper = new Box(1, 400, 600, 100, 20);

    assertThat(
            CoveredPlaces.of(
                ResultForm.reserve(
                    scan,
                    new ResultLayout(
                        overBlock,
                        paper,
                        new Box(1, 350, 100, 120, 60),
                        new Box(1, 200, 100, 90, 60)))))
        .containsExactly(new CoveredPlaces.Covered(ResultForm.NUMBER, 1, ""));
  }
}
