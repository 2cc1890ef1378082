package org.dossierhub.agent;

import java.io.Console;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Asks in the terminal the program was started from, for computers without a desktop. */
final class OfficialAtConsole implements Official {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Console console;

  OfficialAtConsole(Console console) {
    this.console = console;
  }

  @Override
  public Optional<char[]> consent(Proposal proposal) {
    console.printf("%n%s%n", description(proposal));
    var pin =
        console.readPassword(
            "Nhập mã PIN để ký, hoặc Enter để không ký / PIN to sign, Enter to decline: ");
    return pin == null || pin.length == 0 ? Optional.empty() : Optional.of(pin);
  }

  @Override
  public void showPairingCode(String code, String forWhom) {
    console.printf("%s%n", pairingLine(code, forWhom));
  }

  /** One line, the same in every variant. */
  static String pairingLine(String code, String forWhom) {
    return "Mã ghép nối / pairing code: " + code + " (" + forWhom + ", 10 phút)";
  }

  static String description(Proposal proposal) {
    var session = proposal.session();
    return """
        ────────────────────────────────────────────────────────────
        %s
          Tài liệu        %s
          Số trang        %d
          SHA-256         %s
          Người ký        %s
          Chứng thư của   %s
          USB token       %s (%s)
          Máy chủ         %s, phiên ký đến %s
        %s────────────────────────────────────────────────────────────"""
        .formatted(
            session.role().textVi(),
            Shown.oneLine(session.title()),
            proposal.document().count(),
            proposal.document().digest(),
            proposal.signer(),
            proposal.issuer(),
            Shown.oneLine(proposal.token().label()),
            Shown.oneLine(proposal.token().serialNumber()),
            proposal.hub(),
            TIME.format(proposal.expires()),
            proposal.warning().isEmpty() ? "" : "  CẢNH BÁO        " + proposal.warning() + "\n");
  }
}
