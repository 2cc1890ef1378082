package org.dossierhub.benchmark.exchange;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.dossierhub.system.neighbour.HubChannel;
import org.dossierhub.system.neighbour.ManifestForm;
import org.dossierhub.system.neighbour.SoapChannel;
import org.dossierhub.system.neighbour.SystemIdentity;
import org.dossierhub.system.neighbour.XadesSeal;

/**
 * A commune's system as the neighbours of the system tests have it: SOAP with MTOM over TLS with
 * certificates on both sides. The hub asks for WS-Security besides; bare CXF does not.
 */
final class SendBySoap implements Sending {
  static final String SENDER = "agency-h99-151";
  private static final String PART = "tai-lieu.bin";
  private static final String MEDIA_TYPE = "application/octet-stream";

  private final URI address;
  private final SystemIdentity identity;
  private final boolean withEnvelopeSigned;
  private final Path trust;
  private final AtomicInteger dossier =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(1_000_000, 8_000_000));

  SendBySoap(URI address, Path identities, Path trust, boolean withEnvelopeSigned) {
    this.address = address;
    this.identity = SystemIdentity.open(identities, SENDER);
    this.trust = trust;
    this.withEnvelopeSigned = withEnvelopeSigned;
  }

  @Override
  public Letter write(Size size) throws GeneralSecurityException {
    var id = UUID.randomUUID();
    var part = size.part(id);
    var digest = MessageDigest.getInstance("SHA-256").digest(part);
    var someDossier = DossierJourney.freshDossier(DemonstrationWorld.CONSTRUCTION);
    var manifest =
        new ManifestForm(
            id.toString(),
            "DOSSIER",
            DemonstrationWorld.COMMUNE,
            DemonstrationWorld.CONSTRUCTION,
            someDossier.substring(0, someDossier.lastIndexOf('-') + 1) + dossier.getAndIncrement(),
            DemonstrationWorld.PROCEDURE,
            Instant.now().toString(),
            "Đề nghị cấp giấy phép xây dựng (đo hiệu năng)",
            DemonstrationWorld.APPLICANT,
            List.of(
                new ManifestForm.PartLine(
                    PART, MEDIA_TYPE, size.bytes, HexFormat.of().formatHex(digest))));
    return new Letter(id, size, XadesSeal.seal(manifest.xml(), identity));
  }

  @Override
  public Line open() {
    var channel =
        new SoapChannel(
            address,
            new SoapChannel.Proofs(identity, withEnvelopeSigned ? identity : null),
            trust.resolve("tls"),
            trust.resolve("government"));
    return letter -> {
      var part = new HubChannel.PartFile(PART, MEDIA_TYPE, null, letter.part());
      var answer = channel.submit(letter.id().toString(), letter.manifest(), List.of(part));
      if (!"RECEIPT".equals(answer.kind()) || answer.document().length == 0) {
        throw new IOException("No receipt: " + answer.code() + " " + answer.reasonEn());
      }
    };
  }
}
