package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.dossierhub.system.drain.Delivered;
import org.dossierhub.system.drain.FillLanes;
import org.dossierhub.system.drain.ManyAgencies;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.NeighbourProcess;
import org.dossierhub.system.journey.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The short form of {@code ./hub bench drain}: nothing is measured, the ledgers judge. */
@ExtendWith(RunningHub.class)
class DrainIT {
  private static final int MESSAGES = 60;

  @Test
  void f11_f21_what_waited_reaches_those_who_come_back_while_one_hangs(DemonstrationWorld world)
      throws Exception {
    var hub = world.hub();
    var agencies =
        ManyAgencies.register(
            new HubProcesses(hub.checkout(), hub.home()),
            hub,
            world.folder().resolve("drain"),
            601,
            2,
            2);
    var letters = agencies.letters(MESSAGES, 3);
    var hanging = agencies.hang();
    try {
      var waiting =
          new FillLanes(hub, agencies)
              .send(letters, System.nanoTime() + Duration.ofMinutes(3).toNanos());
      assertThat(waiting).as("receipted while nobody takes any").hasSize(MESSAGES);

      var recipients = agencies.open();
      try {
        recipients.stream()
            .filter(one -> one.agency().equals(agencies.members().get(0).code()))
            .forEach(
                back -> back.receipt("SOAP", letters.get(0).id())); // it calls: its lane is woken
        var delivered =
            Waiting.until(
                "the ledgers to be complete",
                Duration.ofMinutes(3),
                () -> Delivered.of(waiting, agencies.ledgers()),
                seen -> seen.missing().isEmpty(),
                seen -> seen.missing().size() + " missing");

        assertThat(delivered.at()).hasSize(MESSAGES * 3 / 4);
        assertThat(delivered.doubled()).as("doubled").isZero();
        assertThat(delivered.disordered()).as("out of the order of their dossier").isZero();
        assertThat(hanging.connections()).as("asked, not flooded").isBetween(1, 8);
      } finally {
        recipients.forEach(NeighbourProcess::close);
      }
    } finally {
      hanging.close();
      agencies.members().forEach(agencies::end);
    }
  }
}
