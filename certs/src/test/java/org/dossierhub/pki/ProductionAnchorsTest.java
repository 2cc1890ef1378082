package org.dossierhub.pki;

import static org.assertj.core.api.Assertions.assertThat;

import org.dossierhub.pki.ProductionAnchors.Use;
import org.junit.jupiter.api.Test;

class ProductionAnchorsTest {
  private final ProductionAnchors anchors = ProductionAnchors.ofTheProduct();

  @Test
  void
      both_generations_of_the_government_root_and_the_national_root_are_pinned_with_their_source() {
    assertThat(anchors.pins().stream().filter(p -> p.use() == Use.GOVERNMENT)).hasSize(2);
    assertThat(anchors.pins().stream().filter(p -> p.use() == Use.PUBLIC)).hasSize(1);
    assertThat(anchors.pins())
        .allSatisfy(
            pin -> {
              assertThat(pin.source()).isNotBlank();
              assertThat(pin.published().getHost()).endsWith(".gov.vn");
            });
    assertThat(anchors.pins().stream().map(ProductionAnchors.PinnedAnchor::sha256))
        .doesNotHaveDuplicates();
  }

  @Test
  void nobody_of_the_development_pki_is_pinned_for_production() {
    var pki = DevelopmentPki.inMemory();

    for (var authority : pki.authorities()) {
      assertThat(anchors.pinOf(pki.identity(authority).certificate())).as(authority).isEmpty();
    }
  }
}
