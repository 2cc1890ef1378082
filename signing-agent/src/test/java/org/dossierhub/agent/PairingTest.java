package org.dossierhub.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairingTest {
  private static final String HUB = "https://hub.example";

  @TempDir Path folder;
  private final OfficialWithScript official = new OfficialWithScript();
  private final Hands clock = new Hands();
  private Pairing pairing;

  @BeforeEach
  void start() throws Exception {
    pairing = new Pairing(folder, official, clock);
  }

  @Test
  void a_shown_code_is_exchanged_once_for_a_token_of_that_origin() throws Exception {
    pairing.showCode(HUB);

    var token = pairing.pair(HUB, official.codes.get(0));

    assertThat(pairing.knows(HUB, token)).isTrue();
    assertThat(pairing.knows("https://other.example", token)).isFalse();
    assertThat(pairing.knows(HUB, token + "x")).isFalse();
    assertRefused(official.codes.get(0), Refusal.PAIRING_CODE_SHOWN); // used: a new one is shown
    assertThat(official.codes).hasSize(2);
  }

  @Test
  void the_fifth_wrong_try_makes_a_code_void() {
    pairing.showCode(HUB);
    for (int i = 0; i < 4; i++) {
      assertRefused(otherThan(official.codes.get(0)), Refusal.PAIRING_CODE_WRONG);
    }
    assertRefused(otherThan(official.codes.get(0)), Refusal.PAIRING_CODE_VOID);

    assertRefused(official.codes.get(0), Refusal.PAIRING_CODE_SHOWN);
  }

  @Test
  void a_code_expires_after_ten_minutes() {
    pairing.showCode(HUB);
    clock.now = clock.now.plus(Duration.ofMinutes(10));

    assertRefused(official.codes.get(0), Refusal.PAIRING_CODE_SHOWN);
  }

  @Test
  void a_page_cannot_have_more_than_five_codes_shown_in_an_hour() {
    for (int i = 0; i < 5; i++) {
      assertRefused("", Refusal.PAIRING_CODE_SHOWN);
      clock.now = clock.now.plus(Duration.ofMinutes(10));
    }
    assertRefused("", Refusal.PAIRING_TOO_OFTEN);
    clock.now = clock.now.plus(Duration.ofMinutes(15));
    assertRefused("", Refusal.PAIRING_CODE_SHOWN);
  }

  @Test
  void a_pairing_outlives_the_program_but_only_its_digest_is_on_disk() throws Exception {
    pairing.showCode(HUB);
    var token = pairing.pair(HUB, official.codes.get(0).replace("-", " "));

    var later = new Pairing(folder, official, clock);

    assertThat(later.knows(HUB, token)).isTrue();
    var file = folder.resolve("pairings.json");
    assertThat(Files.readString(file)).contains(HUB).doesNotContain(token);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    clock.now = clock.now.plus(Duration.ofDays(181));
    assertThat(later.knows(HUB, token)).as("after half a year").isFalse();
  }

  private void assertRefused(String code, Refusal why) {
    assertThatThrownBy(() -> pairing.pair(HUB, code))
        .isInstanceOfSatisfying(NotSigned.class, e -> assertThat(e.code()).isEqualTo(why.name()));
  }

  private static String otherThan(String code) {
    return code.equals("111-111") ? "222-222" : "111-111";
  }

  private static final class Hands extends Clock {
    Instant now = Instant.parse("2026-11-22T08:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
