package org.dossierhub.exchange.web;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is never looked at for the API, however its address is written (A25). */
class HubAuthenticationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/admin/accounts",
        "/api/v1;x/admin/accounts",
        "/api/v1/admin;x=y/accounts",
        "/%61pi/v1/admin/accounts",
        "/api/v1/%61dmin/accounts",
        "/api/v1/%61dmin%3Bx/accounts",
        "//api//v1//admin/accounts",
        "/api/v1/./admin/accounts",
        "/api/x/../v1/admin/accounts",
        "/api/x/%2e%2e/v1/admin/accounts",
        "/api%2Fv1%2Fadmin/accounts",
        "/;x/api/v1/admin",
        "/api/v1/verify",
        "/api/v1/%zz",
      })
  void the_api_knows_no_session(String uri) {
    assertThat(new HubAuthentication().caller(request(uri))).isEmpty();
  }

  @Test
  void every_spelling_of_an_address_has_one_path() {
    assertThat(HubAuthentication.path("/api/v1;x/admin/%61ccounts;y=z/an%20b+c"))
        .isEqualTo("/api/v1/admin/accounts/an b+c");
    assertThat(HubAuthentication.path("/")).isEqualTo("/");
    assertThat(HubAuthentication.path("/../..")).isEqualTo("/");
    assertThat(HubAuthentication.path("/apix")).isEqualTo("/apix");
  }

  private static HttpServletRequest request(String uri) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HubAuthenticationTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getRequestURI" -> uri;
                  case "getHeader" -> null;
                  default -> throw new AssertionError(method.getName() + " for " + uri);
                });
  }
}
