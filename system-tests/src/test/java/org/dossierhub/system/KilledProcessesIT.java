package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.dossierhub.system.drill.Blow;
import org.dossierhub.system.drill.HubProcesses;
import org.dossierhub.system.drill.Round;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.DossierJourney;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The short form of {@code ./hub drill} (docs/reliability.md): processes killed while something is
 * under way, whatever it is just then; {@link KillPointsIT} knows exactly. The ledgers of sender
 * and recipients judge. Nodes of the server are killed like that by {@link TwoNodesIT}.
 */
@ExtendWith(RunningHub.class)
class KilledProcessesIT {

  @ParameterizedTest
  @CsvSource({"BROKER, DELIVERING", "DATABASE, ARRIVING"})
  void whoever_has_a_receipt_is_delivered_once_although_a_process_is_killed(
      Blow.Part part, Blow.Point point, DemonstrationWorld world) throws InterruptedException {
    var hub = new HubProcesses(world.hub().checkout(), world.hub().home());
    var enclosures = new DossierJourney(world).enclosures();

    var tally = new Round(world, hub, new Blow(part, point, 150), 1, 3, enclosures).play();

    assertThat(tally.kills()).isEqualTo(1);
    assertThat(tally.sent()).as("with a receipt").isEqualTo(6);
    assertThat(tally.lost()).as("receipted and not delivered").isZero();
    assertThat(tally.doubled()).as("delivered more than once").isZero();
    assertThat(tally.changed()).as("receipts that were others afterwards").isZero();
  }
}
