package org.dossierhub.exchange.web;

import java.util.Optional;
import org.dossierhub.exchange.staff.SignInOutcome;

/** A session without a servlet container. */
class FakeSession extends Session {
  private String halfWay;
  private String newSecret;
  private String news;
  String signedIn;
  int idChanges;

  @Override
  void halfWay(String username) {
    halfWay = username;
  }

  @Override
  Optional<String> halfWay() {
    return Optional.ofNullable(halfWay);
  }

  @Override
  void signIn(SignInOutcome.Welcome welcome) {
    halfWay = null;
    signedIn = welcome.account().username();
    idChanges++;
  }

  @Override
  void stay(String username, int generation) {
    signedIn = username;
    idChanges++;
  }

  @Override
  void signOut() {
    signedIn = null;
  }

  @Override
  void newSecret(String base32) {
    newSecret = base32;
  }

  @Override
  Optional<String> newSecret() {
    return Optional.ofNullable(newSecret);
  }

  @Override
  void forgetNewSecret() {
    newSecret = null;
  }

  @Override
  void news(String sentence) {
    news = sentence;
  }

  @Override
  Optional<String> takeNews() {
    var taken = Optional.ofNullable(news);
    news = null;
    return taken;
  }
}
