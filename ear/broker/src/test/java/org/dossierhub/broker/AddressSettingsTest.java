package org.dossierhub.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.HierarchicalObjectRepository;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Codes of agencies have dots in them, which part the words of an address. */
class AddressSettingsTest {
  private final HierarchicalObjectRepository<AddressSettings> settings =
      new HierarchicalObjectRepository<>(new WildcardConfiguration());

  @BeforeEach
  void the_settings_of_the_broker() {
    settings.setDefault(new AddressSettings());
    Broker.configuration(Path.of("unused"), "127.0.0.1", 1, Path.of("unused"), "unused")
        .getAddressSettings()
        .forEach(settings::addMatch);
  }

  @Test
  void what_an_agency_sends_is_paged_up_to_a_limit_and_does_not_come_for_ever() {
    for (var address :
        new String[] {
          "agency.H99.151.request", "agency.G01.02.03.04.receipt", "agency.HUB.request"
        }) {
      var its = settings.getMatch(address);
      assertThat(its.getAddressFullMessagePolicy()).isEqualTo(AddressFullMessagePolicy.PAGE);
      assertThat(its.getPageLimitBytes()).isEqualTo(MessageLimits.WAITING_AT_MOST);
      assertThat(its.getPageFullMessagePolicy()).isEqualTo(PageFullMessagePolicy.FAIL);
      assertThat(its.getMaxDeliveryAttempts()).isBetween(1_000, 10_000);
      assertThat(its.isDefaultExclusiveQueue()).as("one node at a time listens").isTrue();
      assertThat(its.getMaxSizeBytes()).isEqualTo(16L * 1024 * 1024);
    }
  }

  @Test
  void what_waits_for_an_agency_has_no_such_limits() {
    for (var address : new String[] {"agency.H99.151.deliver", "agency.H99.151.reply"}) {
      var its = settings.getMatch(address);
      assertThat(its.getPageLimitBytes()).isNull();
      assertThat(its.getMaxDeliveryAttempts()).isEqualTo(-1);
      assertThat(its.isDefaultExclusiveQueue()).isFalse();
    }
  }
}
