package org.dossierhub.exchange.intake;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.dossierhub.exchange.message.IncomingPart;
import org.dossierhub.exchange.message.ManifestPart;
import org.dossierhub.exchange.message.PartSource;
import org.dossierhub.exchange.message.Payload;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.message.StagedPayload;
import org.dossierhub.exchange.message.TooLarge;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * Takes the parts of a message as they stream in, one after the other in the order of the manifest,
 * each with the size and digest the manifest says. Of a message that is refused or cut off nothing
 * stays.
 */
@ApplicationScoped
class TakeParts {
  private final Payloads payloads;

  /** For the container's proxy. */
  protected TakeParts() {
    this(null);
  }

  @Inject
  TakeParts(Payloads payloads) {
    this.payloads = payloads;
  }

  List<Payload> take(List<ManifestPart> expected, PartSource source) throws DossierRejected {
    List<StagedPayload> staged = new ArrayList<>();
    try {
      for (var part : expected) {
        staged.add(stage(part, source));
      }
      var extra = source.next();
      if (extra.isPresent()) {
        throw mismatch("a part that is not in the manifest: \"" + extra.get().name() + "\"");
      }
      List<Payload> kept = new ArrayList<>();
      for (var part : staged) {
        kept.add(payloads.keep(part));
      }
      return kept;
    } catch (IOException e) {
      throw new TryAgainLater("The parts did not arrive completely: " + e.getMessage(), e);
    } finally {
      staged.forEach(payloads::discard);
    }
  }

  private StagedPayload stage(ManifestPart expected, PartSource source)
      throws DossierRejected, IOException {
    var arrived =
        source.next().orElseThrow(() -> mismatch("part \"" + expected.name() + "\" is missing"));
    if (!arrived.name().equals(expected.name())) {
      throw mismatch("expected part \"" + expected.name() + "\", found \"" + arrived.name() + "\"");
    }
    var staged = stage(expected, arrived);
    if (staged.size() != expected.size() || !staged.sha256().equals(expected.sha256())) {
      payloads.discard(staged);
      throw mismatch(
          "part \""
              + expected.name()
              + "\": expected "
              + expected.size()
              + " bytes with SHA-256 "
              + expected.sha256().hex()
              + ", found "
              + staged.size()
              + " bytes with "
              + staged.sha256().hex());
    }
    return staged;
  }

  private StagedPayload stage(ManifestPart expected, IncomingPart arrived)
      throws DossierRejected, IOException {
    try {
      return payloads.stage(arrived.content(), expected.size());
    } catch (TooLarge e) {
      throw mismatch(
          "part \"" + expected.name() + "\" is larger than its " + expected.size() + " bytes");
    }
  }

  private static DossierRejected mismatch(String detail) {
    return new DossierRejected(RejectionReason.MANIFEST_MISMATCH, detail);
  }
}
