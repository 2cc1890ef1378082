package org.dossierhub.exchange.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.dossierhub.exchange.agency.Agency;
import org.dossierhub.exchange.agency.ExchangeAgreement;
import org.dossierhub.exchange.agency.Limits;
import org.dossierhub.exchange.agency.OneLook;
import org.dossierhub.exchange.agency.Succession;
import org.dossierhub.exchange.message.Channel;
import org.dossierhub.signing.identity.AgencyCode;
import org.junit.jupiter.api.Test;

/** A node that remembers the register says what the register says. */
class RegisterMemoryTest {
  private static final AgencyCode A = new AgencyCode("H99.01");
  private static final AgencyCode B = new AgencyCode("H99.02");
  private static final LocalDate TODAY = LocalDate.now();

  private final TestDatabase test = TestDatabase.fresh();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
  private final AtomicInteger connections = new AtomicInteger();

  /** A node with a memory of its own. */
  private AgencyStore node() {
    return new AgencyStore(new Database(test.dataSource()));
  }

  @Test
  void after_every_change_on_another_node_it_answers_what_the_database_answers() {
    var codes = IntStream.range(0, 5).mapToObj(i -> new AgencyCode("H99.1" + i)).toList();
    var changing = node();
    var remembering = node();
    var agreements = new AgreementStore(new Database(test.dataSource()));
    codes.forEach(code -> changing.add(agency(code, "first")));
    var random = new Random(7);

    for (int step = 0; step < 100; step++) {
      var code = codes.get(random.nextInt(codes.size()));
      var other = codes.get(random.nextInt(codes.size()));
      switch (random.nextInt(3)) {
        case 0 -> changing.change(agency(code, "step " + step));
        case 1 ->
            changing.close(
                code,
                now.plusSeconds(step),
                code.equals(other)
                    ? Optional.empty()
                    : Optional.of(new Succession(other, Succession.Policy.FORWARD, "merged")));
        default -> agreements.add(agreement(code, other));
      }
      var fresh = node();
      var freshAgreements = new AgreementStore(new Database(test.dataSource()));
      for (var asked : codes) {
        assertThat(remembering.byCode(asked)).isEqualTo(fresh.byCode(asked)).isPresent();
        assertThat(remembering.predecessorsOf(asked)).isEqualTo(fresh.predecessorsOf(asked));
        assertThat(agreements.between(asked, other, Optional.empty(), TODAY))
            .isEqualTo(freshAgreements.between(asked, other, Optional.empty(), TODAY));
      }
    }
  }

  @Test
  void what_is_not_there_is_found_once_it_is() {
    var remembering = node();
    assertThat(remembering.byCode(A)).isEmpty();

    node().add(agency(A, "new"));

    assertThat(remembering.byCode(A)).isPresent();
  }

  @Test
  void a_change_that_is_rolled_back_is_seen_by_its_own_transaction_and_by_nobody_afterwards() {
    var store = new AgencyStore(test.database());
    store.add(agency(A, "before"));
    assertThat(store.byCode(A).orElseThrow().name()).isEqualTo("before");

    assertThatThrownBy(
            () ->
                test.transactions()
                    .inOne(
                        () -> {
                          store.change(agency(A, "never"));
                          assertThat(store.byCode(A).orElseThrow().name()).isEqualTo("never");
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");

    assertThat(store.byCode(A).orElseThrow().name()).isEqualTo("before");
    store.change(agency(B, "nobody")); // no row, a new version all the same
    assertThat(store.byCode(A).orElseThrow().name()).isEqualTo("before");
  }

  @Test
  @SuppressWarnings("try") // closed at the end
  void in_one_look_the_database_is_asked_once_for_what_is_known() {
    var store = new AgencyStore(new Database(counted(test.dataSource())));
    store.add(agency(A, "known"));
    store.byCode(A);
    connections.set(0);

    try (var look = OneLook.open()) {
      for (int i = 0; i < 5; i++) {
        assertThat(store.byCode(A)).isPresent();
      }
    }

    // A second may pass between two questions on a slow machine.
    assertThat(connections.get()).isBetween(1, 4);
    connections.set(0);
    store.byCode(A);
    store.byCode(A);
    assertThat(connections.get()).as("without a look each question asks").isEqualTo(2);
  }

  @Test
  @SuppressWarnings("try") // closed at the end
  void a_look_that_begins_after_a_change_sees_it() {
    var remembering = node();
    var changing = node();
    changing.add(agency(A, "name 0"));

    for (int i = 1; i < 20; i++) {
      changing.change(agency(A, "name " + i));
      try (var look = OneLook.open()) {
        assertThat(remembering.byCode(A).orElseThrow().name()).isEqualTo("name " + i);
      }
    }
  }

  @Test
  void it_forgets_instead_of_growing_without_end() {
    var memory = new RegisterMemory();
    var version = UUID.randomUUID();
    var asked = new AtomicInteger();

    for (int i = 0; i < 10_001; i++) {
      memory.answer(version, i, asked::incrementAndGet);
    }

    assertThat(memory.<Integer>answer(version, 0, asked::incrementAndGet)).isEqualTo(10_002);
    assertThat(memory.<Integer>answer(version, 10_000, asked::incrementAndGet)).isEqualTo(10_001);
  }

  private Agency agency(AgencyCode code, String name) {
    return new Agency(
        code,
        name,
        Channel.SOAP,
        Optional.of(URI.create("https://localhost/" + name.replace(' ', '-'))),
        now,
        now,
        Optional.empty(),
        Optional.empty());
  }

  private static ExchangeAgreement agreement(AgencyCode sender, AgencyCode recipient) {
    return new ExchangeAgreement(
        UUID.randomUUID(),
        sender,
        recipient,
        Optional.empty(),
        TODAY,
        Optional.empty(),
        Limits.GREATEST);
  }

  private DataSource counted(DataSource plain) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                connections.incrementAndGet();
              }
              return method.invoke(plain, arguments);
            });
  }
}
