package org.dossierhub.broker;

import static org.apache.activemq.artemis.core.security.CheckType.BROWSE;
import static org.apache.activemq.artemis.core.security.CheckType.CONSUME;
import static org.apache.activemq.artemis.core.security.CheckType.CREATE_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.DELETE_DURABLE_QUEUE;
import static org.apache.activemq.artemis.core.security.CheckType.MANAGE;
import static org.apache.activemq.artemis.core.security.CheckType.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.security.CheckType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgencyRightsTest {

  @TempDir Path folder;

  @Test
  void an_agency_sends_requests_and_receipts_and_receives_replies_and_deliveries_of_its_own() {
    assertThat(AgencyRights.mayDo("H99.151", SEND, "agency.H99.151.request")).isTrue();
    assertThat(AgencyRights.mayDo("H99.151", SEND, "agency.H99.151.receipt")).isTrue();
    assertThat(AgencyRights.mayDo("H99.151", CONSUME, "agency.H99.151.reply")).isTrue();
    assertThat(
            AgencyRights.mayDo(
                "H99.151", CONSUME, "agency.H99.151.deliver::agency.H99.151.deliver"))
        .isTrue();
    assertThat(AgencyRights.mayDo("H99.151", CREATE_DURABLE_QUEUE, "agency.H99.151.reply"))
        .isTrue();
  }

  @Test
  void it_can_neither_answer_itself_nor_read_what_it_sent() {
    assertThat(AgencyRights.mayDo("H99.151", SEND, "agency.H99.151.deliver")).isFalse();
    assertThat(AgencyRights.mayDo("H99.151", BROWSE, "agency.H99.151.request")).isFalse();
    assertThat(AgencyRights.mayDo("H99.151", DELETE_DURABLE_QUEUE, "agency.H99.151.reply"))
        .isFalse();
  }

  @Test
  void a_code_that_begins_another_code_opens_nothing_of_the_other() {
    assertThat(AgencyRights.mayDo("H99", CONSUME, "agency.H99.151.deliver")).isFalse();
    assertThat(AgencyRights.mayDo("H99.1", CONSUME, "agency.H99.151.deliver")).isFalse();
    assertThat(AgencyRights.mayDo("H99.15", SEND, "agency.H99.151.request")).isFalse();
  }

  @Test
  void a_queue_has_the_name_of_its_address() {
    assertThat(
            AgencyRights.mayDo(
                "H99.151", CREATE_DURABLE_QUEUE, "agency.H99.151.deliver::agency.H99.151.deliver"))
        .isTrue();
    for (var right : new CheckType[] {CREATE_DURABLE_QUEUE, CONSUME, BROWSE}) {
      assertThat(
              AgencyRights.mayDo("H99.151", right, "agency.H99.151.deliver::agency.H99.77.deliver"))
          .isFalse();
    }
    assertThat(AgencyRights.mayDo("H99.151", SEND, "agency.H99.151.request::hub.dead")).isFalse();
  }

  @Test
  void nothing_of_the_hub_or_the_broker_is_open_to_an_agency() {
    assertThat(AgencyRights.mayDo("H99.151", CONSUME, "hub.dead")).isFalse();
    assertThat(AgencyRights.mayDo("H99.151", CONSUME, "hub.expired")).isFalse();
    assertThat(AgencyRights.mayDo("H99.151", MANAGE, "activemq.management")).isFalse();
    assertThat(AgencyRights.mayDo("H99.151", SEND, "activemq.management")).isFalse();
    assertThat(AgencyRights.mayDo("H99.151", CONSUME, "#")).isFalse();
  }

  @Test
  void a_user_added_to_the_file_counts_at_once_and_one_taken_out_no_longer() throws Exception {
    var file =
        Files.writeString(
            folder.resolve("users.properties"), "hub=" + PasswordHash.make("one") + "\n");
    var rights = new AgencyRights(file, new Places());
    assertThat(rights.validateUser("hub", "one")).isTrue();
    assertThat(rights.validateUser("hub", "two")).isFalse();
    assertThat(rights.validateUser("H99.151", "three")).isFalse();

    Files.writeString(file, "H99.151=" + PasswordHash.make("three") + "\n");

    assertThat(rights.validateUser("H99.151", "three")).isTrue();
    assertThat(rights.validateUser("hub", "one")).isFalse();
  }

  @Test
  void without_the_file_nobody_is_known() {
    assertThat(new AgencyRights(folder.resolve("missing"), new Places()).validateUser("hub", ""))
        .isFalse();
  }
}
