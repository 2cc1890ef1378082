package org.dossierhub.system.journey;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/** An official of the demonstration at a browser: signed in once, then going from page to page. */
public final class Person {
  private final String username;
  private final WebVisitor browser;

  private Person(String username, WebVisitor browser) {
    this.username = username;
    this.browser = browser;
  }

  /** Signs in on the page everybody signs in on. */
  public static Person signIn(Installation hub, String username, String password) {
    var browser = new WebVisitor(hub.web(), tls(hub.tlsRoots()));
    var arrived =
        browser.submit(
            browser.get("/dang-nhap"),
            "/dang-nhap",
            Map.of("username", username, "password", password));
    if (arrived.status() != 200 || arrived.address().getPath().startsWith("/dang-nhap")) {
      throw new IllegalStateException(username + " cannot sign in: " + arrived.text());
    }
    return new Person(username, browser);
  }

  private static javax.net.ssl.SSLContext tls(Path roots) {
    return org.dossierhub.system.neighbour.SystemIdentity.anonymousTls(roots);
  }

  /** The administrator knows the first password, so it has to be changed before anything else. */
  public void changePassword(String current, String chosen) {
    fill(
        "/tai-khoan",
        "/tai-khoan/mat-khau",
        "",
        Map.of("current", current, "new", chosen, "again", chosen));
  }

  public String username() {
    return username;
  }

  public WebVisitor.Reply open(String path) {
    return browser.get(path);
  }

  /** Opens a page, fills in one of its forms and expects to arrive at a page again. */
  public WebVisitor.Reply fill(
      String path,
      String action,
      String containing,
      Map<String, ?> fields,
      WebVisitor.Upload... uploads) {
    var reply = browser.submit(browser.get(path), action, containing, fields, uploads);
    if (reply.status() >= 400) {
      throw new IllegalStateException(
          username + " was refused at " + action + " (" + reply.status() + "): " + reply.text());
    }
    return reply;
  }

  /** Opens a page again and again until it says the words. */
  public WebVisitor.Reply await(String path, String words, Duration within) {
    return Waiting.until(
        "the page " + path + " to say \"" + words + "\"",
        within,
        () -> browser.get(path),
        page -> page.says(words),
        WebVisitor.Reply::text);
  }

  /**
   * Does what signing.js does: opens a session at the hub and hands it to the agent on this
   * computer.
   */
  public SigningAgent.Outcome sign(String page, SigningAgent agent) {
    var paper = browser.get(page);
    var token = Pattern.compile("name=\"_form\" value=\"([^\"]+)\"").matcher(paper.body());
    if (!token.find()) {
      throw new IllegalStateException("Nothing to sign on " + page + ": " + paper.text());
    }
    var session = browser.postAsScript(page + "/phien", Map.of("_form", token.group(1)));
    if (session.status() != 200) {
      throw new IllegalStateException("No session for " + page + ": " + session.body());
    }
    return agent.sign(session.body());
  }
}
