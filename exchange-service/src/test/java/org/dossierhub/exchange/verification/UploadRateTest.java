package org.dossierhub.exchange.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.dossierhub.exchange.desk.MovableClock;
import org.junit.jupiter.api.Test;

class UploadRateTest {
  private static final String HERE = "192.0.2.7";

  private final MovableClock clock = new MovableClock();
  private final UploadRate rate = new UploadRate(clock);

  @Test
  void the_sixty_first_file_of_five_minutes_is_refused_in_both_languages() throws Exception {
    take(60);

    assertThatThrownBy(() -> rate.take(HERE))
        .isInstanceOfSatisfying(
            UploadRefused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("TOO_OFTEN");
              assertThat(refused.reasonVi()).contains("quá nhiều tệp");
              assertThat(refused.reasonEn()).contains("too many files");
            });
  }

  @Test
  void another_address_is_not_held_up() throws Exception {
    take(60);

    rate.take("192.0.2.8");
  }

  @Test
  void after_five_minutes_files_are_taken_again_and_refused_ones_prolong_nothing()
      throws Exception {
    take(60);
    clock.advance(Duration.ofMinutes(4));
    assertThatThrownBy(() -> rate.take(HERE)).isInstanceOf(UploadRefused.class);
    clock.advance(Duration.ofMinutes(1).plusSeconds(1));

    take(60);
  }

  private void take(int files) throws UploadRefused {
    for (int i = 0; i < files; i++) {
      rate.take(HERE);
    }
  }
}
