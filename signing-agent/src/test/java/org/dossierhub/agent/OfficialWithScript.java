package org.dossierhub.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers as told and remembers what was shown. */
final class OfficialWithScript implements Official {
  final List<Proposal> proposals = new ArrayList<>();
  final List<String> codes = new ArrayList<>();
  final List<char[]> given = new ArrayList<>();
  volatile Optional<String> pin = Optional.empty();
  volatile Runnable meanwhile = () -> {};

  @Override
  public Optional<char[]> consent(Proposal proposal) {
    proposals.add(proposal);
    meanwhile.run();
    var answer = pin.map(String::toCharArray);
    answer.ifPresent(given::add);
    return answer;
  }

  @Override
  public void showPairingCode(String code, String forWhom) {
    codes.add(code);
  }
}
