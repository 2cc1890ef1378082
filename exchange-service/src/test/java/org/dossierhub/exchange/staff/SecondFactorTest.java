package org.dossierhub.exchange.staff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondFactorTest {
  private final SecondFactor factor =
      new SecondFactor("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void gives_the_codes_of_rfc_6238_appendix_b(long second, String code) {
    assertThat(factor.codeAt(Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  @Test
  void accepts_one_step_before_and_after_and_no_more() {
    var now = Instant.ofEpochSecond(1_111_111_111);
    assertThat(factor.matchingStep(factor.codeAt(now.minusSeconds(30)), now)).isPresent();
    assertThat(factor.matchingStep(factor.codeAt(now.plusSeconds(30)), now)).isPresent();
    assertThat(factor.matchingStep(factor.codeAt(now.minusSeconds(60)), now)).isEmpty();
    assertThat(factor.matchingStep(factor.codeAt(now.plusSeconds(60)), now)).isEmpty();
  }

  @Test
  void refuses_what_is_not_six_digits() {
    var now = Instant.ofEpochSecond(59);
    assertThat(factor.matchingStep("", now)).isEmpty();
    assertThat(factor.matchingStep("28708", now)).isEmpty();
    assertThat(factor.matchingStep("2870821", now)).isEmpty();
    assertThat(factor.matchingStep("287 082", now)).isPresent();
  }

  @Test
  void base32_comes_back_as_it_was() {
    assertThat(factor.base32()).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(SecondFactor.ofBase32("gezd gnbv gy3t qojq gezd gnbv gy3t qojq").bytes())
        .isEqualTo(factor.bytes());
  }

  @Test
  void the_enrolment_address_names_hub_and_account() {
    assertThat(factor.enrolmentUri("Dossier Hub", "an.nguyen"))
        .startsWith("otpauth://totp/Dossier%20Hub:an.nguyen?secret=GEZDGNBVGY3TQOJQ")
        .endsWith("&algorithm=SHA1&digits=6&period=30");
  }

  @Test
  void a_sealed_secret_opens_for_its_own_account_only(@TempDir Path folder) {
    var factors = new SecondFactors(folder.resolve("deep/second-factors.key"));
    var sealed = factors.seal("an.nguyen", factor);

    assertThat(factors.open("an.nguyen", sealed).bytes()).isEqualTo(factor.bytes());
    assertThatThrownBy(() -> factors.open("binh.tran", sealed))
        .hasMessageContaining("binh.tran was sealed with another key");
  }

  @Test
  void the_key_is_made_once_and_readable_by_its_owner_alone(@TempDir Path folder) throws Exception {
    var file = folder.resolve("second-factors.key");
    var sealed = new SecondFactors(file).seal("an.nguyen", factor);

    assertThat(new SecondFactors(file).open("an.nguyen", sealed).bytes()).isEqualTo(factor.bytes());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.list(folder)).hasSize(1);
  }
}
