package org.dossierhub.exchange.verification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.dossierhub.exchange.message.Payloads;
import org.dossierhub.exchange.result.Result;
import org.dossierhub.exchange.settings.HubSettings;
import org.dossierhub.exchange.work.TryAgainLater;

/**
 * A citizen follows the link or the QR code of a result. A token that names nothing and one that is
 * none get the same answer.
 */
@ApplicationScoped
public class FindPublishedResult {
  private PublicRegister register;
  private Payloads payloads;
  private HubSettings hub;

  /** For the container. */
  protected FindPublishedResult() {}

  @Inject
  FindPublishedResult(PublicRegister register, Payloads payloads, HubSettings hub) {
    this.register = register;
    this.payloads = payloads;
    this.hub = hub;
  }

  public Optional<Registration> find(String token) {
    return register.named(token).map(register::shown);
  }

  /** The published bytes; those of a withdrawn result, too, for they are what was issued. */
  public Optional<InputStream> document(String token) {
    return register.named(token).map(this::read);
  }

  /**
   * The QR code of the public link as PNG; it is shown beside the result, never written into the
   * file.
   */
  public Optional<byte[]> qr(String token) {
    return register
        .named(token)
        .flatMap(Result::publication)
        .map(publication -> hub.publicUrl().resolve("/ket-qua/" + publication.token().value()))
        .map(QrCode::png);
  }

  private InputStream read(Result result) {
    try {
      return payloads.open(result.latest().payload());
    } catch (IOException e) {
      throw new TryAgainLater("The payload store does not give a published file", e);
    }
  }
}
