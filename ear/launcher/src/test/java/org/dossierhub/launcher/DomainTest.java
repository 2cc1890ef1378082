package org.dossierhub.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On the domain.xml of the very distribution that is started: a new version that looks otherwise
 * fails here.
 */
class DomainTest {

  @TempDir Path folder;
  private Path file;
  private Domain domain;

  @BeforeEach
  void the_domain_of_the_distribution() throws Exception {
    file = folder.resolve("domain.xml");
    try (var zip = new ZipFile(System.getProperty("payara.zip"));
        var in =
            zip.getInputStream(
                zip.getEntry("payara6/glassfish/domains/domain1/config/domain.xml"))) {
      Files.copy(in, file);
    }
    domain = Domain.read(file);
  }

  @Test
  void only_the_three_listeners_of_the_hub_are_left_and_all_of_them_on_loopback() throws Exception {
    domain.keepOnlyWhatTheHubUses();
    domain.listeners("127.0.0.1", 1001, 1002, 1003, "hub-tls");

    assertThat(written("<network-listener "))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("address=\"127.0.0.1\""))
        .anySatisfy(
            line -> assertThat(line).contains("port=\"1001\"").contains("protocol=\"public\""))
        .anySatisfy(
            line -> assertThat(line).contains("port=\"1002\"").contains("protocol=\"mutual\""))
        .anySatisfy(
            line ->
                assertThat(line).contains("port=\"1003\"").contains("protocol=\"admin-listener\""));
    assertThat(written("<iiop-listener "))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("enabled=\"false\""));
    assertThat(written("<jmx-connector "))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("enabled=\"false\""));
    assertThat(written("<jms-service")).singleElement().asString().contains("DISABLED");
    assertThat(written("<hazelcast-config-specific-configuration"))
        .singleElement()
        .asString()
        .contains("enabled=\"false\"");
    assertThat(written("<phone-home-runtime-configuration"))
        .singleElement()
        .asString()
        .contains("enabled=\"false\"");
  }

  @Test
  void strangers_take_no_thread_from_agencies_or_from_administration() throws Exception {
    domain.keepOnlyWhatTheHubUses();
    domain.listeners("127.0.0.1", 1001, 1002, 1003, "hub-tls");

    var pools =
        written("<network-listener ").stream()
            .map(line -> line.replaceAll(".* thread-pool=\"([^\"]*)\".*", "$1"))
            .toList();
    assertThat(pools).hasSize(3).doesNotHaveDuplicates();
    for (var pool : pools) {
      assertThat(written("<thread-pool "))
          .filteredOn(line -> line.contains("name=\"" + pool + "\""))
          .isNotEmpty();
    }
    assertThat(written("<http "))
        .anySatisfy(line -> assertThat(line).contains("request-timeout-seconds=\"300\""))
        .anySatisfy(line -> assertThat(line).contains("request-timeout-seconds=\"900\""));
  }

  @Test
  void only_the_second_listener_asks_for_a_client_certificate_and_trusts_the_folder()
      throws Exception {
    domain.keepOnlyWhatTheHubUses();
    domain.listeners("127.0.0.1", 1001, 1002, 1003, "hub-tls");

    assertThat(written("<ssl ").stream().filter(line -> line.contains("client-auth=\"need\"")))
        .singleElement()
        .asString()
        .contains("trust-algorithm=\"HubFolder\"");
  }

  @Test
  void the_database_is_the_only_pool_and_no_password_is_written() throws Exception {
    domain.keepOnlyWhatTheHubUses();
    domain.database("jdbc:postgresql://127.0.0.1:5/hub", "hub", "${ALIAS=hub-database}", 24);

    assertThat(written("<jdbc-connection-pool "))
        .singleElement()
        .asString()
        .contains("fail-all-connections=\"true\"")
        .doesNotContain("XADataSource")
        .as("or the pool asks for it at every loan")
        .doesNotContain("transaction-isolation-level");
    assertThat(Files.readString(file))
        .contains("value=\"${ALIAS=hub-database}\"")
        .contains("default_transaction_isolation=read\\ committed")
        .contains("idle_in_transaction_session_timeout=20s", "lock_timeout=10s")
        .doesNotContain("org.h2.jdbcx");
  }

  @Test
  void options_for_other_jvms_are_left_out_and_variables_replaced() {
    domain.keepOnlyWhatTheHubUses();
    domain.jvm(
        Set.of("-Xmx"),
        List.of(
            "-Xmx700m", "[21|]-Dnew=1", "[|11]-Dold=1", "-Dplace=${com.sun.aas.instanceRoot}/x"));

    var options =
        domain.jvmOptions(
            17,
            Map.of(
                "com.sun.aas.instanceRoot",
                "/a b/domain",
                "com.sun.aas.installRoot",
                "/a b/install"));

    assertThat(options)
        .contains("-Xmx700m", "-Dplace=/a b/domain/x", "--add-opens=java.base/java.io=ALL-UNNAMED")
        .doesNotContain("-Xmx512m", "-Dnew=1", "-Dold=1", "-Dold=1")
        .noneMatch(option -> option.contains("HotswapAgent") || option.contains("${"));
    assertThat(domain.jvmOptions(21, Map.of())).contains("-Dnew=1");
  }

  private List<String> written(String beginning) throws Exception {
    domain.write(file);
    return Files.readString(file)
        .replaceAll("\\s+", " ")
        .replace("<", "\n<")
        .lines()
        .filter(line -> line.startsWith(beginning))
        .toList();
  }
}
