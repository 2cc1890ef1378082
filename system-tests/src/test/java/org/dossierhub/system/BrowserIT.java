package org.dossierhub.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.journey.SigningAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Steps 10 to 12 of the journey in a real browser: the page talks to the signing agent on the same
 * computer, the agent to the token. The steps build on one another.
 */
@ExtendWith(RunningHub.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT {
  private static final LocatorAssertions.ContainsTextOptions PATIENTLY =
      new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);

  private static DemonstrationWorld world;
  private static SigningAgent agent;
  private static DossierJourney journey;
  private static Chromium chromium;
  private static Page leader;
  private static Page clerk;
  private static byte[] published;

  @BeforeAll
  static void begin(DemonstrationWorld running) {
    Needs.program("softhsm2-util");
    Needs.program("chromium");
    world = running;
    agent = running.agent();
    journey = new DossierJourney(running);
    journey.portalSubmits();
    journey.officerSeesTheDossier();
    journey.officerAccepts();
    journey.officerPreparesTheDecision();
    chromium =
        new Chromium(running.hub().web().toString(), Path.of(System.getProperty("hub.pictures")));
  }

  @AfterAll
  static void end() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  @Order(1)
  void the_leader_pairs_the_browser_with_the_agent_and_signs() {
    leader = chromium.desk();
    signIn(leader, "lanhdao.sxd");
    leader.navigate("/ky/" + journey.resultId());
    pair(leader);
    chromium.picture(leader, "leader-before-signing");
    leader.locator("#agent-sign button").click();

    assertThat(leader.locator("#main")).containsText("Chờ cấp số", PATIENTLY);
    chromium.picture(leader, "leader-signed");
  }

  @Test
  @Order(2)
  void the_clerk_numbers_seals_and_publishes() {
    clerk = chromium.desk();
    signIn(clerk, "vanthu.sxd");
    clerk.navigate("/van-thu/" + journey.resultId());
    clerk.locator("form[action$='/so'] button").click();
    pair(clerk);
    chromium.picture(clerk, "clerk-before-sealing");
    clerk.locator("#agent-sign button").click();
    assertThat(clerk.locator("#agent-state")).containsText("Đã ký xong", PATIENTLY);
    assertThat(clerk.locator("#agent")).hasCount(0); // the page has loaded itself again

    var publish = clerk.locator("form[action$='/phat-hanh'] button");
    for (int look = 0; look < 60 && publish.count() == 0; look++) {
      clerk.waitForTimeout(1_000);
      clerk.reload();
    }
    publish.click();

    assertThat(clerk.locator("a[href^='/ket-qua/']")).isVisible();
    chromium.picture(clerk, "clerk-published");
  }

  @Test
  @Order(3)
  void the_public_page_of_the_result_needs_no_scripts() {
    var address = clerk.locator("a[href^='/ket-qua/']").first().getAttribute("href");
    var citizen = chromium.telephoneWithoutScripts();
    citizen.navigate(address);

    assertThat(citizen.locator("#main"))
        .containsText("Quyết định về việc cấp giấy phép xây dựng", PATIENTLY);
    assertThat(citizen.locator(".verdict")).containsText("hợp lệ");
    assertThat(citizen.locator(".signature")).hasCount(2);
    assertThat(widerThanTheScreen(citizen)).isFalse();
    chromium.picture(citizen, "citizen-result");
    published = world.citizen().get(address + "/tep").bytes();
  }

  @Test
  @Order(4)
  void a_citizen_without_scripts_reads_the_seven_items_of_each_signature() {
    var citizen = chromium.telephoneWithoutScripts();
    upload(citizen, "ket-qua.pdf", published);

    assertThat(citizen.locator(".verdict .line")).containsText("hợp lệ");
    assertThat(citizen.locator("#main")).containsText("trùng với bản do cơ quan phát hành");
    assertThat(citizen.locator(".signature").count()).isGreaterThanOrEqualTo(2);
    assertThat(citizen.locator(".signature").first().locator("dl.numbered > div").count())
        .isEqualTo(7);
    assertThat(widerThanTheScreen(citizen)).isFalse();
    chromium.picture(citizen, "citizen-verdict");
  }

  @Test
  @Order(5)
  void a_citizen_reads_that_a_changed_file_is_not_valid() {
    var citizen = chromium.telephoneWithoutScripts();
    upload(citizen, "ket-qua.pdf", DossierJourney.withOneByteChanged(published));

    assertThat(citizen.locator(".verdict .line")).containsText("không hợp lệ");
    assertThat(citizen.locator("#main")).not().containsText("trùng với bản do cơ quan phát hành");
    chromium.picture(citizen, "citizen-changed-file");
  }

  @Test
  @Order(6)
  void no_page_of_the_journey_complained() {
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  @Order(7)
  void pages_forbid_foreign_scripts_and_frames() {
    Response answer = chromium.desk().navigate("/kiem-tra");

    assertThat(answer.headerValue("content-security-policy"))
        .contains("default-src 'none'")
        .doesNotContain("unsafe-inline")
        .doesNotContain("unsafe-eval");
    assertThat(answer.headerValue("strict-transport-security")).isNotBlank();
    assertThat(answer.headerValue("x-content-type-options")).isEqualTo("nosniff");
  }

  private static void signIn(Page page, String username) {
    page.navigate("/dang-nhap");
    page.fill("#username", username);
    world.person(username); // has chosen a password of its own at the first sign-in
    page.fill("#password", world.passwordOf(username));
    page.locator("form[action='/dang-nhap'] button").click();
    page.waitForURL(Pattern.compile("^(?!.*dang-nhap).*$"));
  }

  private static void pair(Page page) {
    assertThat(page.locator("#agent-pairing")).isVisible();
    page.fill("#agent-code", agent.showPairingCode());
    page.locator("#agent-pairing button[type=submit]").click();
    assertThat(page.locator("#agent-sign button")).isVisible();
  }

  private static void upload(Page page, String name, byte[] file) {
    page.navigate("/kiem-tra");
    page.setInputFiles("#file", new FilePayload(name, "application/pdf", file));
    page.locator("form[action='/kiem-tra'] button").click();
  }

  /** Whether somebody with this screen would have to scroll sideways. */
  private static boolean widerThanTheScreen(Page page) {
    return page.locator("body").boundingBox().width > page.viewportSize().width;
  }
}
