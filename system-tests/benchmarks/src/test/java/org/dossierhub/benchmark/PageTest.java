package org.dossierhub.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PageTest {

  @Test
  void a_section_is_replaced_by_its_next_run_and_the_others_stay() {
    var page = Page.replaced(Page.replaced("# Benchmarks\n", "One", "old"), "Two", "kept");

    assertThat(Page.replaced(page, "One", "new"))
        .isEqualTo("# Benchmarks\n\n## One\nnew\n\n## Two\nkept\n");
  }
}
