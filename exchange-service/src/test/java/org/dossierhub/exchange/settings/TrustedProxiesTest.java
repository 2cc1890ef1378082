package org.dossierhub.exchange.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  private final TrustedProxies proxies =
      TrustedProxies.parse("10.1.0.0/16, 192.0.2.1 ,2001:db8::/32");

  @Test
  void without_trusted_proxies_the_connection_counts_and_nothing_else() {
    assertThat(TrustedProxies.none().visitor("192.0.2.9", List.of("203.0.113.5")))
        .isEqualTo("192.0.2.9");
  }

  @Test
  void a_header_of_an_address_that_is_not_trusted_is_not_read() {
    assertThat(proxies.visitor("192.0.2.9", List.of("203.0.113.5"))).isEqualTo("192.0.2.9");
    assertThat(proxies.visitor("10.2.0.1", List.of("203.0.113.5"))).isEqualTo("10.2.0.1");
  }

  @Test
  void behind_a_trusted_proxy_the_last_address_that_is_none_counts_and_not_what_stands_before_it() {
    assertThat(proxies.visitor("10.1.2.3", List.of("203.0.113.5"))).isEqualTo("203.0.113.5");
    assertThat(proxies.visitor("192.0.2.1", List.of("1.2.3.4, 203.0.113.5, 10.1.9.9")))
        .isEqualTo("203.0.113.5");
    assertThat(proxies.visitor("192.0.2.1", List.of("1.2.3.4", "203.0.113.5", "10.1.9.9")))
        .isEqualTo("203.0.113.5");
    assertThat(proxies.visitor("2001:db8::7", List.of("[2001:dead::1]:443")))
        .isEqualTo("2001:dead:0:0:0:0:0:1");
    assertThat(proxies.visitor("10.1.2.3", List.of("203.0.113.5:4711"))).isEqualTo("203.0.113.5");
  }

  @Test
  void where_the_header_says_no_address_the_last_known_one_counts() {
    assertThat(proxies.visitor("10.1.2.3", List.of())).isEqualTo("10.1.2.3");
    assertThat(proxies.visitor("10.1.2.3", List.of("unknown"))).isEqualTo("10.1.2.3");
    assertThat(proxies.visitor("10.1.2.3", List.of("203.0.113.5, evil.example")))
        .isEqualTo("10.1.2.3");
    assertThat(proxies.visitor("10.1.2.3", List.of("203.0.113.5, , 10.1.2.4")))
        .isEqualTo("10.1.2.4");
  }

  @Test
  void what_is_no_address_and_no_network_is_refused() {
    for (var wrong :
        List.of(
            "proxy.example", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.1,,10.0.0.2")) {
      assertThatThrownBy(() -> TrustedProxies.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
