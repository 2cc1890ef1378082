package org.dossierhub.exchange.web;

import java.util.Optional;
import org.dossierhub.exchange.account.Account;
import org.dossierhub.exchange.staff.SecondFactor;
import org.dossierhub.exchange.staff.SignInOutcome;

/** A session without a servlet container. */
class FakeSession extends Session {
  private String halfWay;
  private SecondFactor newSecret;
  private String news;
  String signedIn;
  int idChanges;

  @Override
  void needAnswer() {}

  @Override
  boolean isUnknown() {
    return false;
  }

  @Override
  void halfWay(SignInOutcome.CodeNeeded needed) {
    halfWay = needed.account().username();
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
  void stay(Account own, int generation) {
    signedIn = own.username();
    idChanges++;
  }

  @Override
  void signOut() {
    signedIn = null;
  }

  @Override
  void newSecret(SecondFactor secondFactor) {
    newSecret = secondFactor;
  }

  @Override
  Optional<SecondFactor> newSecret() {
    return Optional.ofNullable(newSecret);
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
