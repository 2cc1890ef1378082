package org.dossierhub.exchange.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.dossierhub.exchange.audit.AuditEntry;
import org.dossierhub.exchange.legal.LegalInstruments;

/**
 * An administrator has compared a legal instrument with the official text and says from when to
 * when it is in force; from now on citizens are shown it. Refuses with UNKNOWN_INSTRUMENT,
 * WRONG_DATES.
 */
@ApplicationScoped
public class VerifyInstrument {
  private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");

  private final LegalInstruments instruments;
  private final Registry registry;

  /** For the container's proxy. */
  protected VerifyInstrument() {
    this(null, null);
  }

  @Inject
  public VerifyInstrument(LegalInstruments instruments, Registry registry) {
    this.instruments = instruments;
    this.registry = registry;
  }

  public void verify(String no, LocalDate from, Optional<LocalDate> to, String actor)
      throws RegistryRefused {
    if (instruments.byNo(no).isEmpty()) {
      throw new RegistryRefused(
          "UNKNOWN_INSTRUMENT",
          "Không có văn bản này trong danh mục.",
          "There is no such legal instrument");
    }
    if (to.filter(last -> last.isBefore(from)).isPresent()) {
      throw new RegistryRefused(
          "WRONG_DATES",
          "Ngày hết hiệu lực không được trước ngày có hiệu lực.",
          "The last day lies before the first");
    }
    var now = registry.now();
    registry.change(
        () -> instruments.verified(no, from, to, actor, LocalDate.ofInstant(now, VIETNAM)),
        new AuditEntry(
            now,
            actor,
            "LEGAL_INSTRUMENT_VERIFIED",
            no,
            Optional.empty(),
            from + " – " + to.map(LocalDate::toString).orElse("…")));
  }
}
