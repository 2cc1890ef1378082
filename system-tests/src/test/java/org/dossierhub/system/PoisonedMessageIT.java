package org.dossierhub.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import org.dossierhub.system.journey.DemonstrationWorld;
import org.dossierhub.system.journey.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A message whose delivery fails by no delay, every time (fault F19): its row in the database
 * refuses to be changed.
 */
@ExtendWith(RunningHub.class)
class PoisonedMessageIT {
  private static final String ITS_DELIVERY =
      "select id from delivery where message = (select reference from message where message_id = ?)";

  @Test
  void it_is_set_aside_with_its_reason_while_others_to_the_same_recipient_flow(
      DemonstrationWorld world) throws Exception {
    var poison = SentDossier.of(world, world.environment());
    var other = SentDossier.of(world, world.environment());
    try (var database = HeldDatabase.of(world.hub())) {
      var claims = database.holdClaims(); // nothing is tried before it is poisoned
      poison.receipted();
      var delivery = database.ask(ITS_DELIVERY, poison.id()).orElseThrow();
      database.execute(
          "create function poison() returns trigger language plpgsql as $$ begin"
              + " raise exception 'thuốc độc'; end $$");
      database.execute(
          "create trigger poison before update on delivery for each row when (old.id = '%s')"
                  .formatted(delivery)
              + " execute function poison()");
      claims.letGo();
      try {
        other.receipted();
        other.awaitReceived();

        database.awaitWithin(
            Duration.ofMinutes(2),
            "5",
            "select failures from outbox where subject = ? and set_aside_at is not null",
            delivery);
        assertThat(poison.received()).isZero();
        var reference =
            database.ask("select reference from message where message_id = ?", poison.id());
        assertThat(administrator(world).open("/theo-doi/" + reference.orElseThrow()).text())
            .contains("đã tạm gác lại")
            .contains("thuốc độc");
      } finally {
        database.execute("drop trigger poison on delivery");
        database.execute("drop function poison()");
        database.execute("delete from outbox where subject = '" + delivery + "'");
      }
    }
  }

  private static Person administrator(DemonstrationWorld world) throws Exception {
    return Person.signIn(
        world.hub(),
        "quan-tri",
        Files.readString(world.hub().secret("bootstrap.password")).strip());
  }
}
