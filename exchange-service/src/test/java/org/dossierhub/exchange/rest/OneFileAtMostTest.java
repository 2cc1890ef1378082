package org.dossierhub.exchange.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.dossierhub.exchange.verification.UploadRate;
import org.junit.jupiter.api.Test;

class OneFileAtMostTest {
  private final OneFileAtMost door = new OneFileAtMost();
  private final AtomicReference<Response> refusal = new AtomicReference<>();

  @Test
  void the_sixty_first_file_of_an_address_is_answered_with_429_in_both_languages() {
    door.rate = new UploadRate(Clock.systemUTC());
    door.connection = from("192.0.2.7");
    for (int i = 0; i < 60; i++) {
      door.filter(request());
      assertThat(refusal.get()).isNull();
    }

    door.filter(request());

    assertThat(refusal.get().getStatus()).isEqualTo(429);
    assertThat(refusal.get().getHeaderString("Retry-After")).isEqualTo("60");
    var problem = (Problem) refusal.get().getEntity();
    assertThat(problem.code()).isEqualTo("TOO_OFTEN");
    assertThat(problem.reasonVi()).contains("Xin thử lại sau ít phút");
    assertThat(problem.reasonEn()).contains("try again in a few minutes");
  }

  private static HttpServletRequest from(String address) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            OneFileAtMostTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("getRemoteAddr");
              return address;
            });
  }

  private ContainerRequestContext request() {
    return (ContainerRequestContext)
        Proxy.newProxyInstance(
            OneFileAtMostTest.class.getClassLoader(),
            new Class<?>[] {ContainerRequestContext.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("abortWith")) {
                refusal.set((Response) arguments[0]);
              }
              return method.getName().equals("getEntityStream")
                  ? InputStream.nullInputStream()
                  : null;
            });
  }
}
