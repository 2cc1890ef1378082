package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTallyTest {

  @TempDir Path folder;
  private final TestTally tally = new TestTally();

  @BeforeEach
  void one_report_of_each_plugin() throws Exception {
    write(
        "signing/target/surefire-reports/TEST-a.SignTest.xml",
        "<testcase classname='a.SignTest' name='signs'/><testcase classname='a.SignTest' name='seals'><system-out>error</system-out></testcase>");
    write(
        "system/target/failsafe-reports/TEST-b.TokenIT.xml",
        "<testcase classname='b.TokenIT' name='asks_the_pin'><skipped message='no SoftHSM2'/></testcase>");
  }

  @Test
  void counts_both_plugins_and_keeps_skipped_apart() throws Exception {
    tally.count(folder);

    assertThat(tally.summary()).isEqualTo("2 passed, 0 failed, 1 skipped");
    assertThat(tally.exitCode(0)).isZero();
  }

  @Test
  void a_failure_or_an_error_decides_the_exit_code() throws Exception {
    write(
        "signing/target/surefire-reports/TEST-a.VerifyTest.xml",
        "<testcase classname='a.VerifyTest' name='x'><failure message='no'/></testcase>"
            + "<testcase classname='a.VerifyTest' name='y'><error type='java.lang.Error'/></testcase>");

    tally.count(folder);

    assertThat(tally.summary()).isEqualTo("2 passed, 2 failed, 1 skipped");
    assertThat(tally.exitCode(0)).isEqualTo(1);
  }

  @Test
  void a_broken_build_is_no_success_even_when_all_that_ran_passed() throws Exception {
    tally.count(folder);

    assertThat(tally.exitCode(1)).isEqualTo(1);
  }

  @Test
  void a_run_without_tests_is_no_success() {
    assertThat(tally.exitCode(0)).isEqualTo(1);
  }

  @Test
  void a_report_cut_short_is_a_failure() throws Exception {
    Files.writeString(
        folder.resolve("signing/target/surefire-reports/TEST-a.CutTest.xml"),
        "<testsuite><testcase");

    tally.count(folder);

    assertThat(tally.summary()).isEqualTo("2 passed, 1 failed, 1 skipped");
  }

  @Test
  void a_test_process_that_died_is_a_failure() throws Exception {
    var log =
        Files.writeString(
            folder.resolve("log"),
            "[INFO] fine\n[ERROR] The forked VM terminated without properly saying goodbye\n");

    tally.noticeCrashes(log);

    assertThat(tally.summary()).isEqualTo("0 passed, 1 failed, 0 skipped");
  }

  private void write(String name, String cases) throws Exception {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "<?xml version='1.0' encoding='UTF-8'?><testsuite>" + cases + "</testsuite>");
  }
}
